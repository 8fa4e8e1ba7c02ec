"""Who receives what, and by when."""
