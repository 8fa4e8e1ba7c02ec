"""Interest statements: what those who decide or propose declare, read by everybody and kept when it ends."""
