"""Links by which others see one signalement and answer."""
