"""Alerts on a process, of which nothing says who sent them."""
