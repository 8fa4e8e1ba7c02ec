"""What a page and a card tell of the people behind a fiche: how many, what they say, and what it is joined to."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import ngettext

from carto.fiches.lineage import kept_of
from carto.fiches.models import Fiche, Kind, Lien, LienKind, Visibility
from carto.fiches.voices.actions import GESTURES, Said, Voice, heard, offered
from carto.fiches.voices.querysets import spoken_for
from carto.fiches.voices.speaking import Weighed


def said_of_people(count: int) -> str:
    """« 12 personnes »."""
    return ngettext("%(n)d personne", "%(n)d personnes", count) % {"n": count}


def case_told(fiche: Fiche, request: HttpRequest | None = None) -> dict[str, Any]:
    """`kept`, when another one has the pin; `joined`, the links to this one; how many `people`; and with a request, the
    gestures that its page offers to whoever asks and, of an idea, how much its supports weigh if groups count for one.
    """
    if fiche.kind not in GESTURES:
        return {}
    kept = kept_of(fiche) if fiche.visibility == Visibility.JOINED else None
    leading = kept or fiche
    joined = Lien.objects.filter(target_id=fiche.pk, kind=LienKind.DUPLICATES, undone_at=None)
    told = heard(leading, Voice.of(request, leading) if request else None)
    return {
        "kept": kept,
        "leading": leading,
        "joined": list(joined.select_related("source").order_by("at", "pk")) if told.people > 1 and not kept else [],
        "heard": told,
        "weighed": _weighed(leading, told) if request and leading.kind == Kind.IDEE else None,
        "people_said": said_of_people(told.people),
        "gestures": [(kind.value, kind.label, kind.value in told.mine) for kind in offered(leading)] if request else [],
    }


def _weighed(idee: Fiche, told: Said) -> Weighed:
    """Its supports with an account, once groups count for one; without any there is nothing to ask."""
    return Weighed.of(spoken_for(idee.pk) if told.with_account else {})
