"""What counting writes: candidates, and how far people live from things."""
