"""What can go wrong on the way."""


class Undelivered(Exception):
    """A message did not leave. `refused`: that mailbox is refused; `gone`: nobody will ever be there again."""

    def __init__(self, *, refused: bool = False, gone: bool = False) -> None:
        super().__init__("gone" if gone else "refused" if refused else "undelivered")
        self.refused = refused
        self.gone = gone
