"""In what order a list shows its fiches: at random for each visitor, the latest, or the nearest. Never by supports.

A list that is drawn at random stays so for one visitor, page after page: the seed is in the address, and in a signed
cookie that ends with the visit. Coming first gives no better place, nor does shouting.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.carte.querysets import shuffled
from carto.fiches.querysets import FicheQuerySet

DRAWN, LATEST, NEAREST = "hasard", "recentes", "proches"
LABELS: Final[dict[str, str | Promise]] = {
    DRAWN: gettext_lazy("Au hasard"),
    LATEST: gettext_lazy("Les plus récentes"),
    NEAREST: gettext_lazy("Près d’ici"),
}
COOKIE: Final = "graine"
SEEDS: Final = 2**31


@dataclass(frozen=True)
class Order:
    """One order; `drawn`: whether the page offers the choice and, unless another is asked for, draws at random."""

    name: str
    seed: int = 0
    point: Point | None = None
    drawn: bool = False
    errors: tuple[str, ...] = ()

    @classmethod
    def read(cls, request: HttpRequest, point: Point | None, *, drawn: bool) -> "Order":
        """From `?ordre=hasard&graine=…`; what cannot be is told in `errors`, and the page's own order holds."""
        asked, errors = request.GET.get("ordre", ""), []
        if asked and asked not in LABELS:
            errors.append(_("Cet ordre n’existe pas : hasard, recentes ou proches."))
            asked = ""
        if asked == NEAREST and point is None:
            errors.append(_("Dites d’abord où vous êtes."))
            asked = ""
        name = asked or (NEAREST if point else DRAWN if drawn else LATEST)
        seed = 0
        if name == DRAWN:
            try:
                seed = _seed_of(request)
            except ValidationError as error:
                errors += error.messages
                seed = secrets.randbelow(SEEDS)
        return cls(name, seed, point, drawn, tuple(errors))

    def apply(self, fiches: FicheQuerySet) -> FicheQuerySet:
        """The fiches in this order."""
        if self.name == DRAWN:
            return shuffled(fiches, self.seed)
        return fiches.nearest_first(self.point) if self.name == NEAREST and self.point else fiches

    @property
    def asked(self) -> dict[str, str]:
        """What an address says of it, so that the next page goes on in the same order."""
        where = {"lat": f"{self.point.y:.6f}", "lon": f"{self.point.x:.6f}"} if self.point else {}
        if self.name == DRAWN and self.drawn:
            return where | {"ordre": DRAWN, "graine": str(self.seed)}
        return where | ({"ordre": self.name} if self.drawn and self.name == LATEST else {})

    def choices(self) -> Iterator[dict[str, Any]]:
        """Each order as a link: its label, what its address changes, and whether it is the one shown."""
        for name, label in LABELS.items():
            if name != NEAREST or self.point:
                changes = {"ordre": name, "graine": str(self.seed) if name == DRAWN and self.seed else ""}
                yield {"label": label, "changes": changes, "chosen": name == self.name}

    def keep(self, response: HttpResponse, request: HttpRequest) -> HttpResponse:
        """Remember the seed until the browser is closed; what others' caches hold is not this visitor's."""
        if self.name == DRAWN:
            keep_seed(response, request, self.seed)
        if self.drawn:
            patch_vary_headers(response, ("Cookie",))
            response.headers.setdefault("Cache-Control", "private, max-age=0")
        return response


def _seed_of(request: HttpRequest) -> int:
    """The address's seed, else the visit's, else a fresh one. ValidationError for one that cannot be."""
    if text := request.GET.get("graine", ""):
        if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) < SEEDS):
            raise ValidationError(_("Cette graine de hasard est illisible."))
        return int(text)
    return visit_seed(request)


def visit_seed(request: HttpRequest) -> int:
    """The seed of this visit, or a fresh one, which is the same however often one request asks."""
    if not hasattr(request, "_visit_seed"):
        try:
            request._visit_seed = int(request.get_signed_cookie(COOKIE)) % SEEDS
        except (KeyError, BadSignature, ValueError):
            request._visit_seed = secrets.randbelow(SEEDS)
    return request._visit_seed


def keep_seed(response: HttpResponse, request: HttpRequest, seed: int) -> HttpResponse:
    """Have the browser keep the seed until it is closed; it tells nothing of whoever holds it."""
    response.set_signed_cookie(COOKIE, str(seed), httponly=True, samesite="Lax", secure=request.is_secure())
    patch_vary_headers(response, ("Cookie",))
    return response
