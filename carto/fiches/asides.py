"""What a line of history keeps for the service alone: words, and below them the pictures that came with them.

The last line of the private text names the pictures, even when there are none: what people write is never read as
names.
"""

import re
from collections.abc import Iterable
from uuid import UUID

from carto.fiches.models import Evenement, Fiche, Photo, What

OWN = "="  # before the names of pictures sent by whoever sent the fiche: theirs to see before a person has looked
_NAME = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def aside(words: str, photos: Iterable[Photo] = (), *, own: bool = False) -> str:
    """The private text of a line; empty when there is nothing to say in it."""
    names = " ".join(str(photo.uuid) for photo in photos)
    if not words and not names:
        return ""
    return f"{words}\n{OWN if own and names else ''}{names}"


def words_of(line: Evenement) -> str:
    """The words that the line keeps for the service."""
    return line.private_text.rpartition("\n")[0].strip()


def contest_pictures(fiche: Fiche, *, own: bool = True) -> set[UUID]:
    """The pictures by which a closing was contested; without `own`, not those of whoever sent the fiche."""
    lines = [line for line in fiche.evenements.all() if line.what == What.CONTESTED]
    named = [line.private_text.rpartition("\n")[2] for line in lines]
    return {UUID(name) for names in named if own or not names.startswith(OWN) for name in _NAME.findall(names)}
