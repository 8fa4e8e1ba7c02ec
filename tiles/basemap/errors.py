"""What can go wrong while the base map is made, said to the person who runs the command."""


class BasemapError(Exception):
    """The base map could not be made; the message is French, for people, and says what to do."""
