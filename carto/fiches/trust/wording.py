"""How what was found is called, for the person who wrote it and for the moderation."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.fiches.trust.personal import Sort

SORTS: dict[Sort, str | Promise] = {
    Sort.PHONE: gettext_lazy("un numéro de téléphone"),
    Sort.EMAIL: gettext_lazy("une adresse e-mail"),
    Sort.PLATE: gettext_lazy("une plaque d’immatriculation"),
    Sort.NAME: gettext_lazy("le nom d’une personne"),
    Sort.IBAN: gettext_lazy("un numéro de compte"),
    Sort.SECURITY: gettext_lazy("un numéro de sécurité sociale"),
}


@dataclass(frozen=True)
class Telling:
    """A field whose words could tell who somebody is: its label, its words in pieces, and what was found."""

    label: str
    pieces: list[tuple[str, Sort | None]]
    sorts: list[Sort]


def listed(sorts: Iterable[Sort]) -> str:
    """« un numéro de téléphone, le nom d’une personne et une adresse e-mail »."""
    names = [str(SORTS[sort]) for sort in sorts]
    if len(names) < 2:
        return "".join(names)
    return _("%(most)s et %(last)s") % {"most": ", ".join(names[:-1]), "last": names[-1]}
