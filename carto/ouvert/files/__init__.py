"""A view as a file: every format says the same rows, with the same attributes, rounded in the same way."""
