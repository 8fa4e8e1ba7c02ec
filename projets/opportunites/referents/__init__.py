"""The référents' desk, and what they, the services and the residents do with a candidate or a topic."""
