"""Tracing sheets: drawn on together, laid over each other, and what they agree on."""
