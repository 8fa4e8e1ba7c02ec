"""Handing one signalement to a contractor or another body by a secret link: they see it, answer, and say it is done."""
