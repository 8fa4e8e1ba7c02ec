"""What everybody reads of candidates: their order, moved by one's own weights, and why here."""
