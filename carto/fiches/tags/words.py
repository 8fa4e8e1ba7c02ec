"""Tags as people write them: « ombre, l’Été ; #vélo ». Pure functions."""

import re
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from carto.text import tidy

MOST: Final = 5  # tags of one fiche
LONGEST: Final = 30  # characters of one
TAKEN: Final = frozenset({"registre", "suggestions"})  # addresses of the room
_BETWEEN = re.compile(r"[,;\n#]+")


@dataclass(frozen=True)
class Word:
    """One tag: as it was written, and folded (no accents, no capitals), by which two are the same."""

    name: str
    slug: str


def read_words(text: str) -> list[Word]:
    """The tags of a field, each once, in their order. Raises ValidationError (French) for what cannot be one."""
    found: dict[str, Word] = {}
    for part in _BETWEEN.split(tidy(text)):
        name = " ".join(part.split()).strip(" .!?…")
        if not name:
            continue
        if len(name) > LONGEST:
            raise ValidationError(
                _("Une étiquette est un mot ou deux : « %(word)s… » est trop long.") % {"word": name[:LONGEST]},
                code="long",
            )
        slug = slugify(name.replace("’", " ").replace("'", " "))[:40].strip("-_")
        if len(slug) < 2 or slug in TAKEN:
            raise ValidationError(_("« %(word)s » ne peut pas devenir une étiquette.") % {"word": name}, code="slug")
        found.setdefault(slug, Word(name, slug))
    if len(found) > MOST:
        raise ValidationError(_("%(most)d étiquettes au plus.") % {"most": MOST}, code="many")
    return list(found.values())


def written(names: list[str]) -> str:
    """The tags as one line of a field."""
    return ", ".join(names)
