"""What lasts or comes back, street by street."""
