"""What the site holds of one person: taken away in a file, or erased."""
