"""Arguments told in families, in neutral words: what each family gathers, and what none of them has taken yet."""
