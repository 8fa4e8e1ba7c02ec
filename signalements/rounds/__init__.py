"""Field rounds."""
