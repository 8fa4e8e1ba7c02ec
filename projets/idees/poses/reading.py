"""What the page says of the stickers that were laid: JSON from a stranger, read strictly.

`[{"code": "banc", "lon": -1.55, "lat": 47.21, "angle": 30, "size": 120, "order": 0}, …]`, in the order in which they
were laid: the idea is called by the first. `order` is the place in the pile, from 0 at the bottom.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from carto.geometry import metres_between, read_point
from projets.idees.models import LARGEST, MOST_POSES, SMALLEST, Autocollant

KEYS: Final = {"code", "lon", "lat", "angle", "size", "order"}
WITHIN: Final = 500  # metres from the first: further away it is another idea
LONGEST: Final = 200  # characters of one, at the most


@dataclass(frozen=True)
class Laid:
    """One sticker where it lies (SRID 4326): `angle` in degrees clockwise, `size` in percent, `order` in the pile."""

    sticker: Autocollant
    point: Point
    angle: int = 0
    size: int = 100
    order: int = 0


class PosesField(forms.CharField):
    """The hidden field that the map of the palette fills; empty without JavaScript."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, max_length=MOST_POSES * LONGEST)

    def clean(self, value: Any) -> list[Laid]:
        """The stickers in the order they were laid; empty when the page said nothing of them."""
        text = super().clean(value)
        return read_poses(text) if text else []


def read_poses(text: str) -> list[Laid]:
    """The stickers that the text lays, at least one; raises ValidationError in French."""
    told = _read_json(text)
    if len(told) > MOST_POSES:
        raise ValidationError(_("%(max)d autocollants au plus sur une idée.") % {"max": MOST_POSES}, code="many")
    if {one["order"] for one in told} != set(range(len(told))):
        raise _unreadable()
    stickers = {one.code: one for one in Autocollant.objects.offered().filter(code__in={one["code"] for one in told})}
    laid = [_read(one, stickers) for one in told]
    if any(metres_between(laid[0].point, other.point) > WITHIN for other in laid[1:]):
        raise ValidationError(
            _("Un autocollant est à plus de %(metres)d m du premier : faites-en une autre idée.") % {"metres": WITHIN},
            code="far",
        )
    return laid


def _unreadable() -> ValidationError:
    return ValidationError(_("Ces autocollants sont illisibles : reposez-les sur la carte."), code="poses")


def _read_json(text: str) -> list[dict[str, Any]]:
    """A list of objects that have exactly the keys, whose numbers are numbers and in their bounds."""

    def refuse(_constant: str) -> float:
        raise ValueError

    try:
        told = json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(told, list) or not told or not all(map(_is_pose, told)):
        raise _unreadable()
    return told


def _is_pose(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and one.keys() == KEYS
        and isinstance(one["code"], str)
        and 0 < len(one["code"]) <= 50
        and "\x00" not in one["code"]
        and _is_whole(one["angle"], range(360))
        and _is_whole(one["size"], range(SMALLEST, LARGEST + 1))
        and _is_whole(one["order"], range(MOST_POSES))
        and all(type(one[name]) in (int, float) for name in ("lon", "lat"))
    )


def _is_whole(value: Any, among: Collection[int]) -> bool:
    """Whether it is a whole number of them; `true` is none, though Python counts it as 1."""
    return type(value) is int and value in among


def _read(one: dict[str, Any], stickers: Mapping[str, Autocollant]) -> Laid:
    if one["code"] not in stickers:
        raise ValidationError(_("Cet autocollant n’est pas dans la palette."), code="invalid_choice")
    try:
        point = read_point(one["lon"], one["lat"])
    except OverflowError:  # a whole number too long to be a position
        raise _unreadable() from None
    return Laid(stickers[one["code"]], point, one["angle"], one["size"], one["order"])
