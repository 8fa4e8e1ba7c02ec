"""One's own fiche: corrected, completed, moved, taken back by whoever sent it, each time with a trace."""
