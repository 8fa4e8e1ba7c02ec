"""Free tags beside the themes: words that people choose; two that say the same are brought together in the open."""
