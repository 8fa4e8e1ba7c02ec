"""What the charter promises, and where each promise stands."""
