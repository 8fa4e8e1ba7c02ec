"""What a wish would cost: the nearest of its type, and what comparable places cost."""
