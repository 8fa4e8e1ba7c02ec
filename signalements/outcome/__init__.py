"""What follows a signalement: a question to whoever sent it, « ce n’est pas réparé », and what they thought of it."""
