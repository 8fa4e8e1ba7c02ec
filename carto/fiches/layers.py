"""What a layer of the map is. Each app declares its own; the setting COUCHES lists them in drawing order.

Adding a layer is one `Layer` object and one line in the settings: the map, the list, the search, the tiles, the API and
the exports all read this declaration, and nothing else.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from carto.fiches.dimensions import Dimension
from carto.fiches.mesures import Mesure
from carto.fiches.models import Fiche, Kind
from carto.fiches.querysets import FicheQuerySet


@dataclass(frozen=True)
class Fact:
    """One line of a card or page: « Coût · 1 200 000 € HT (2019) »."""

    label: str | Promise
    value: str


@dataclass(frozen=True)
class Layer:
    """A layer: how it is called, found, drawn and told."""

    name: str  # in addresses and tiles: "signalements"
    kind: Kind
    label: str | Promise  # of the layer: « Signalements »
    singular: str | Promise  # of one fiche: « signalement »
    about: str | Promise  # one sentence for the legend
    model: str  # "signalements.Signalement"
    icon: str  # Maki name, for the legend and for fiches without a theme icon
    colour: tuple[str, str]  # light, dark: the same as the layer's token in base.css
    shape: str  # of the pin, so that colour is never the only sign: drop, square, circle, hexagon
    facts: Callable[[Any], list[Fact]]  # what a card and a page say about one object of `model`
    serializer: str  # dotted path: the GeoJSON feature of one object of `model`, for the API
    columns: Mapping[str, Any]  # what a download adds to the fiche's own columns: name → expression over `model`
    states: Mapping[str, str | Promise] = field(default_factory=dict)  # the kind's own statuses, as people read them
    related: tuple[str, ...] = ()  # select_related of `model` that facts and the serializer need
    prefetched: tuple[str, ...] = ()  # prefetch_related likewise
    over: tuple[str, ...] = ("done", "set_aside")  # stages that step back on the map: nothing is left to do there
    add_url: str | None = None  # name of the page that adds one
    add_label: str | Promise = ""  # « Signaler un problème »
    receiving: str = ""  # dotted path of what the API's collection needs to be sent one (POST)
    answered_by: str = ""  # path from a fiche to the service that answers for it: its agents look at the photos
    mesures: tuple[Mesure, ...] = ()  # what territories may be coloured by, of this layer's own
    dimensions: tuple[Dimension, ...] = ()  # what its fiches may be grouped by, of this layer's own
    measured: Callable[[], Collection[str]] | None = None  # codes of those that something is known of; None: all
    moved: str = (
        ""  # dotted path: what follows for an object of `model` from its new place; returns words for its history
    )
    leaving: str = ""  # dotted path: what follows when an object of `model` is taken off the map
    card_template: str = ""  # what the card on the map adds for an object of `model`
    card: str = ""  # dotted path: what that template needs to know of it besides
    read_before: str = ""  # dotted path: what of this kind is read before it is published, as (name, address) pairs
    state: Callable[[Any], str] | None = None  # its state in words, where more than `states` decides
    comment_kinds: str = ""  # dotted path: given a fiche, the kinds of comment that it takes now; empty: all
    comments_apart: tuple[str, ...] = ()  # what a comment has when it is read elsewhere than on the page of its fiche
    noted: tuple[str, ...] = ()  # paths from a fiche to what its line in a list may say besides
    note: Callable[..., str] | None = None  # what the line says of their values
    staged: Callable[..., str] | None = None  # what it says of them in the place of the stage; empty: the stage
    unanswered: str = ""  # dotted path: given a fiche, why no service answers it now, in words; empty words: one may
    answered: str = ""  # dotted path: what follows when a service has answered for an object of `model`
    works: str = ""  # dotted path: given keys of its fiches, those that are works; empty: none ever is
    own_template: str = ""  # what whoever sent one may do besides, on their own page
    own: str = ""  # dotted path: what that template needs to know of an object of `model`
    method: str | Promise = ""  # how its data come to be, for whoever takes them away
    closed: tuple[tuple[str | Promise, str | Promise], ...] = ()  # what of it is not published, and the legal reason
    readings: str = ""  # dotted path: the last readings of files that fed it, as (name, when, address)
    way: str = ""  # name of the page that tells the whole way by which it came: what it grew from says where it is

    def state_of(self, fiche: Fiche) -> str | Promise:
        """How far an object of `model` has come, as people read it."""
        if self.state is not None:
            return self.state(fiche)
        return self.states.get(getattr(fiche, "status", ""), fiche.get_stage_display())

    def fiches(self) -> FicheQuerySet:
        """The layer's fiches, as plain fiches: the kind is a literal, so that the planner sees it."""
        return Fiche.objects.filter(kind=self.kind.value)

    def rows(self) -> FicheQuerySet:
        """The layer's own objects, bare."""
        return apps.get_model(self.model).objects.all()

    def objects(self) -> FicheQuerySet:
        """The layer's own objects, with all that cards, pages and the API say of them."""
        rows = self.rows().for_cards().prefetch_related(*self.prefetched)
        # Without a name it would mean « everything », and whoever names one more afterwards would undo the others.
        return rows.select_related(*self.related) if self.related else rows


@cache
def layers() -> tuple[Layer, ...]:
    """Every layer of the platform, in drawing order."""
    return tuple(import_string(path) for path in settings.COUCHES)


def layer_of(kind: str) -> Layer:
    """The layer of a kind; KeyError when none has it."""
    return {layer.kind.value: layer for layer in layers()}[kind]


def layer_named(name: str) -> Layer | None:
    """The layer of that name, or None."""
    return next((layer for layer in layers() if layer.name == name), None)
