"""Declared groups: people who say that they speak together weigh as one, and say so in the open."""
