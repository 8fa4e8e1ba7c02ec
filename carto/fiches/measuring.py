"""Every mesure of the platform, and the one that an address asks for: `?mesure=delai`."""

from functools import cache

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from carto.fiches.layers import Layer, layers
from carto.fiches.mesures import HABITANTS, NOMBRE, Mesure


@cache
def mesures() -> dict[str, Mesure]:
    """The closed list, by code: what holds for every fiche, then what each layer says of its own."""
    return {one.code: one for one in (NOMBRE, HABITANTS, *(own for layer in layers() for own in layer.mesures))}


def owner(mesure: Mesure) -> Layer | None:
    """The layer whose own mesure it is; None for what holds for every fiche."""
    return next((layer for layer in layers() if any(own.code == mesure.code for own in layer.mesures)), None)


def offered() -> list[Mesure]:
    """Those worth offering: a layer leaves out its own that nothing is known of."""
    known = {code for layer in layers() for code in (layer.measured() if layer.measured else _codes(layer))}
    return [one for one in mesures().values() if owner(one) is None or one.code in known]


def read_mesure(params: QueryDict) -> Mesure | None:
    """The mesure of an address, None without one; raises ValidationError (French, under `mesure`)."""
    code = params.get("mesure", "")
    if not code:
        return None
    if found := mesures().get(code):
        return found
    told = {"code": code.replace("\x00", "")[:40], "known": ", ".join(mesures())}
    raise ValidationError({"mesure": [_("Mesure inconnue : « %(code)s ». Celles qui existent : %(known)s.") % told]})


def _codes(layer: Layer) -> list[str]:
    return [one.code for one in layer.mesures]
