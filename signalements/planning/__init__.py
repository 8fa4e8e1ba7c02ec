"""What comes back or lasts, street by street, for those who study it."""
