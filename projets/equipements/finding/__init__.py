"""Public money in the search of the map."""
