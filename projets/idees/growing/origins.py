"""What an idea may grow from: any public fiche; a signalement with those of its cluster."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self
from uuid import UUID

from django.contrib.gis.geos import Point

from carto.fiches.forms import READ_AT
from carto.fiches.growing.clusters import cluster_of
from carto.fiches.layers import Layer, layer_of
from carto.fiches.models import Fiche, Photo, Visibility
from carto.fiches.querysets import PhotoQuerySet
from carto.territoires.querysets import name_of_place

READABLE = (Visibility.PUBLIC, Visibility.JOINED)


@dataclass(frozen=True)
class Origin:
    """The fiche that a link names (`?depuis=`), and what comes along from it."""

    fiche: Fiche

    @classmethod
    def read(cls, text: str) -> Self | None:
        """From the uuid of an address or a field; None for what is not one, or is not public."""
        try:
            uuid = UUID(text)
        except ValueError:
            return None
        fiche = Fiche.objects.filter(uuid=uuid, visibility__in=READABLE).select_related("theme").first()
        return cls(fiche) if fiche else None

    @property
    def layer(self) -> Layer:
        """How its kind is called."""
        return layer_of(self.fiche.kind)

    @property
    def place(self) -> Point:
        """Where the idea begins (SRID 4326): a point of a line or area lies on it."""
        return self.fiche.told_place.point_on_surface

    def initial(self) -> dict[str, Any]:
        """The place, as the hidden fields of the form say it: whoever proposes may still move the pin."""
        name = name_of_place(self.place)
        return {
            "longitude": f"{self.place.x:.6f}", "latitude": f"{self.place.y:.6f}",
            "adresse": name, "held": READ_AT + name, "osm_id": self.fiche.osm_id,
        }  # fmt: skip

    @cached_property
    def cluster(self) -> list[Fiche]:
        """The signalements said again and again at that spot, this one included; none when they are few."""
        return cluster_of(self.fiche)

    @property
    def others(self) -> list[Fiche]:
        """The rest of the cluster."""
        return [each for each in self.cluster if each.pk != self.fiche.pk]

    def photos(self) -> PhotoQuerySet:
        """The pictures that everybody sees already, its own first."""
        fiches = {self.fiche.pk, *(each.pk for each in self.cluster)}
        return Photo.objects.shown().filter(fiche__in=fiches).order_by("created_at", "pk")
