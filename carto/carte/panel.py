"""What the filter form shows: its choices, which are ticked, and how many fiches each layer holds for them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Self

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from carto.fiches.filters import Filters
from carto.fiches.layers import Layer, layers
from carto.fiches.models import Stage, Theme
from carto.fiches.querysets import FicheQuerySet


@dataclass(frozen=True)
class Choice:
    """One box or option of the form."""

    value: str
    label: str | Promise
    chosen: bool
    icon: str = ""


@dataclass(frozen=True)
class LayerChoice:
    """A layer's box, with how many of its fiches the other filters keep."""

    layer: Layer
    chosen: bool
    count: int


@dataclass(frozen=True)
class Panel:
    """The filter form of a page. `couches` limits the page to some layers: its form then offers no other."""

    filters: Filters
    errors: tuple[str, ...] = ()
    couches: tuple[str, ...] = ()

    @classmethod
    def read(cls, params: QueryDict, couches: tuple[str, ...] = ()) -> Self:
        """From an address: a wrong parameter becomes a message in `errors`, the others hold."""
        try:
            return cls(Filters.read(params), couches=couches)
        except ValidationError as error:
            wrong = error.message_dict
        right = params.copy()
        for name in wrong:
            right.pop(name, None)
        return cls(Filters.read(right), tuple(text for texts in wrong.values() for text in texts), couches)

    @property
    def status(self) -> int:
        """The answer's HTTP status."""
        return 400 if self.errors else 200

    @cached_property
    def kept(self) -> Filters:
        """The filters as they apply: never beyond the page's own layers."""
        if not self.couches:
            return self.filters
        asked = tuple(name for name in self.filters.couches if name in self.couches)
        return replace(self.filters, couches=asked or self.couches)

    def fiches(self) -> FicheQuerySet:
        """What the page shows."""
        return self.kept.fiches()

    @cached_property
    def layers(self) -> list[LayerChoice]:
        """Each layer of the page, counted whether it is shown or not."""
        counts = replace(self.filters, couches=self.couches).counted_by_kind()
        chosen = self.kept.couches
        return [
            LayerChoice(layer, not chosen or layer.name in chosen, counts.get(layer.kind.value, 0))
            for layer in layers()
            if not self.couches or layer.name in self.couches
        ]

    @property
    def total(self) -> int:
        """How many fiches the page shows."""
        return sum(choice.count for choice in self.layers if choice.chosen)

    @cached_property
    def demonstration(self) -> bool:
        """Whether any of it is invented, to show how the map works."""
        return self.fiches().filter(demonstration=True).exists()

    @cached_property
    def themes(self) -> list[Choice]:
        """The themes, as chips."""
        return [
            Choice(theme.code, theme.name, theme.code in self.filters.themes, theme.icon)
            for theme in Theme.objects.order_by("order", "name")
        ]

    @property
    def stages(self) -> list[Choice]:
        """The stages, as chips."""
        return [Choice(stage.value, stage.label, stage.value in self.filters.etapes) for stage in Stage]

    @property
    def periods(self) -> list[Choice]:
        """Usual periods, and the one of the address when it is another."""
        today = localdate()
        usual = {
            today - timedelta(days=7): _("Depuis 7 jours"),
            today - timedelta(days=30): _("Depuis 30 jours"),
            today - timedelta(days=182): _("Depuis 6 mois"),
            today - timedelta(days=365): _("Depuis un an"),
        }
        since = self.filters.depuis
        if since and since not in usual:
            usual[since] = _("Depuis le %(day)s") % {"day": date_format(since, "j F Y")}
        return [Choice("", _("Depuis toujours"), since is None), *(_period(day, usual[day], since) for day in usual)]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form keeps without showing it."""
        return [(name, value) for name, value in self.filters.raw if name in {"jusqua", "cadre", "territoire"}]

    @property
    def active(self) -> int:
        """How many kinds of filter are in use, the layers apart."""
        kept = self.filters
        return sum(map(bool, (kept.themes, kept.etapes, kept.depuis, kept.jusqua, kept.cadre, kept.territoire)))

    @property
    def query(self) -> str:
        """The filters as an address's query string."""
        return self.filters.query()


def _period(day: date, label: str, since: date | None) -> Choice:
    return Choice(day.isoformat(), label, day == since)
