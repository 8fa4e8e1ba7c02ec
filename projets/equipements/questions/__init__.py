"""Asking about a figure: a clock, an answer that stays beside it, and whoever has the power to answer."""
