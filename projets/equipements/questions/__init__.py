"""Questions about a figure: asked by anybody, answered within a promised time, kept beside the figure for good."""
