"""How places feel: given with one gesture, kept as a cell of a coarse grid, shown only where several have spoken."""
