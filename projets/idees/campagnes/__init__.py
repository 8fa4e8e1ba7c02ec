"""Campaigns: one question, an area, a time; and each person once."""
