"""A figure at three levels: the raw row, what is drawn, what a person tells of it."""
