"""After the decision: where it all came from, what became of it, and the label that the facts alone give."""
