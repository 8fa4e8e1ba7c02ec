"""Every process, meeting and works of the city on one calendar and one map."""
