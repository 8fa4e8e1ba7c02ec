"""Drafts that several people write without losing a word."""
