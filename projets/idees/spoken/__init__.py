"""A voice given with an idea: recorded or chosen in its form, listened to by a person, heard on its page."""
