"""A jury of residents drawn by lot looks once at a decision that its author contests and the moderation has upheld."""
