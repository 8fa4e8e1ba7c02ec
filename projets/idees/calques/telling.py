"""A stroke as programs read it, as people read it, and in the download."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from projets.idees.calques.querysets import places_of
from projets.idees.calques.strokes import INKS
from projets.idees.models import Trait, TraitKind

DIGITS = 7  # of a degree: a centimetre


def as_json(trait: Trait) -> dict[str, Any]:
    """A stroke as the sheet's page reads it; of one erased or taken away, only that it is gone."""
    if trait.erased_at or trait.held:
        return {"uuid": str(trait.uuid), "version": trait.version, "efface": True}
    became = next(iter(getattr(trait, "became", ())), None)
    return {
        "uuid": str(trait.uuid),
        "version": trait.version,
        "sorte": trait.kind,
        "geometry": _rounded(json.loads(trait.geom.geojson)),
        "usage": trait.theme.code if trait.theme else "",
        "couleur": trait.colour,
        "mots": trait.text,
        "autocollant": trait.autocollant.code if trait.autocollant else "",
        "angle": trait.angle,
        "taille": trait.size,
        "auteur": str(trait.author) if trait.author else "",
        "dit": label(trait),
        "idee": became.idee.get_absolute_url() if became else "",
    }


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    def cut(part: Any) -> Any:
        return round(part, DIGITS) if isinstance(part, float | int) else [cut(each) for each in part]

    return {"type": geometry["type"], "coordinates": cut(geometry["coordinates"])}


def label(trait: Trait) -> str:
    """« Surface · Sport et jeux · vert feuille », what a look at the map would tell."""
    what = trait.autocollant.name if trait.kind == TraitKind.STICKER and trait.autocollant else trait.get_kind_display()
    use = trait.theme.name if trait.theme else ""
    ink = str(INKS.get(trait.colour, "")) if trait.kind in {TraitKind.FREE, TraitKind.LINE, TraitKind.AREA} else ""
    return " · ".join(part for part in (what[:1].upper() + what[1:], use, ink) if part)


def as_lines(strokes: Iterable[Trait]) -> list[dict[str, Any]]:
    """Strokes as a list tells them: what, where, which words, whose, and the idea that each became."""
    strokes = list(strokes)
    spots = [trait.geom.point_on_surface.coords for trait in strokes]
    names = places_of(spots) if spots else []
    return [
        {
            "trait": trait,
            "label": label(trait),
            "place": name or _("lieu sans nom connu"),
            "became": [taken.idee for taken in trait.became],
            "spot": spot,
        }
        for trait, name, spot in zip(strokes, names, spots, strict=True)
    ]


def as_feature(trait: Trait) -> dict[str, Any]:
    """A stroke of the GeoJSON download (RFC 7946); nothing in it tells which anonymous hand drew it."""
    told = as_json(trait)
    geometry = told.pop("geometry")
    named = {"sorte_nom": trait.get_kind_display(), "usage_nom": trait.theme.name if trait.theme else ""}
    named |= {"trace_le": localdate(trait.created_at).isoformat()}
    return {"type": "Feature", "id": told.pop("uuid"), "geometry": geometry, "properties": told | named}
