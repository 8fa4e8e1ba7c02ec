"""What the open data are, for people and for programs: a page a layer, its schema, the catalogue."""
