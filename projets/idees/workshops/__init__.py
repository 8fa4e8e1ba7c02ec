"""Workshops: many cards entered at once, observations, and cards printed again."""
