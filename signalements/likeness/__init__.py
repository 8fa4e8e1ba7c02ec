"""« C’est déjà signalé ? »: what was reported near a place that may be the same problem, and why we think so."""
