"""Choosing among options: five methods, counted for one and in proportion, so that anybody finds the same again."""
