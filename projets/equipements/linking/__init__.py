"""Which row is about which place: suggested with its reason, confirmed by a person, undone at will."""
