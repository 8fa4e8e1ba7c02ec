"""How this room says no."""


class Refused(ValueError):
    """A parameter says what it cannot; the words are French, for a problem document with status 400."""
