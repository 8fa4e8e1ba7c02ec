"""The opening sheet: what can be decided, how far, with what and by whom; complete, or it does not open."""
