"""Open311, both ways."""
