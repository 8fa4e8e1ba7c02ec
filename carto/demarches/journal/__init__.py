"""The open journal of each process: who did what and when, by role and never by name."""
