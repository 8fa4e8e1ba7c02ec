"""What stands on disk when somebody is erased: dropped at once where it may hold their words, and made again."""

from contextlib import suppress

from procrastinate.exceptions import AlreadyEnqueued

from carto.ouvert.dumps.making import drop_unreadable
from carto.ouvert.tasks import dump_again


def make_again() -> None:
    """The dumps that may say something of theirs go at once; the worker makes a new one, so that there is one today."""
    if drop_unreadable():
        with suppress(AlreadyEnqueued):
            dump_again.defer()
