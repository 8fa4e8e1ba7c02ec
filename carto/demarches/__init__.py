"""How people take part: every process on one calendar, commitments, safe alerts, and one's own data."""
