"""Tables around which people write on each other's sheets, turn after turn."""
