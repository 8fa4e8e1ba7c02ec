"""What the filter form shows: its choices, which are ticked, and how many fiches each layer holds for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise

from carto.carte.periods import Period, Preset
from carto.fiches.filters import Filters
from carto.fiches.grouping import among_said
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
    asked: Mapping[str, str] = field(default_factory=dict)  # the parameters as they came

    @classmethod
    def read(cls, params: QueryDict, couches: tuple[str, ...] = ()) -> Self:
        """From an address: a wrong parameter becomes a message in `errors`, the others hold."""
        try:
            return cls(Filters.read(params), couches=couches, asked=params)
        except ValidationError as error:
            wrong = error.message_dict
        right = params.copy()
        for name in wrong:
            right.pop(name, None)
        return cls(Filters.read(right), tuple(text for texts in wrong.values() for text in texts), couches, params)

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

    @cached_property
    def period(self) -> Period:
        """The period as it was asked for: what cannot be is shown again, to be mended."""
        return Period.read(self.asked)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form keeps without showing it."""
        return [
            (name, value) for name, value in self.filters.raw if name in {"cadre", "territoire", "etiquette", "parmi"}
        ]

    @property
    def among(self) -> list[str]:
        """The groups that it keeps, in words."""
        return among_said(self.filters.parmi)

    @property
    def without_among(self) -> str:
        """The same address, whatever the group."""
        return self.filters.query(parmi="")

    @property
    def active(self) -> int:
        """How many kinds of filter are in use, the layers apart; a period is one, whichever of its ends is said."""
        kept = self.filters
        own = (kept.cadre, kept.territoire, kept.etiquette, kept.parmi)
        return sum(map(bool, (kept.themes, kept.etapes, kept.depuis or kept.jusqua, *own)))

    @property
    def query(self) -> str:
        """The filters as an address's query string."""
        return self.filters.query()

    @property
    def presets(self) -> list[Preset]:
        """The usual periods, each a link that keeps the other filters."""
        return [replace(preset, query=self.filters.query(**preset.days)) for preset in self.period.presets()]

    @property
    def swapped(self) -> str:
        """The same address with the two ends of the period in the other order."""
        return self.filters.query(depuis=self.period.until, jusqua=self.period.since)


@dataclass(frozen=True)
class KeepingPanel(Panel):
    """The form of a page that is of more than a view: it keeps what that page was asked for besides."""

    kept_too: tuple[tuple[str, str], ...] = ()

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form keeps without showing it."""
        return [*super().hidden, *self.kept_too]
