"""A debate opened by a question about a figure: the idea says which, the question says which debate."""
