"""The services' desk: who may sit there, what they see, what they may do."""
