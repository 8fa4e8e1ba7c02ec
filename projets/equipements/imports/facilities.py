"""What rows of facilities become: fiches on the map, of the type, theme and owner that their words name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.models import Theme
from projets.equipements.imports.formats import Row
from projets.equipements.imports.loaders.facilities import Arriving, load
from projets.equipements.imports.values import folded
from projets.equipements.models import Import, Nature, Organisme, Source
from projets.equipements.types import TypeFinder
from projets.equipements.workflow import WORKFLOW, Status

# The theme of a facility whose row names none of ours.
THEMES: Final = {
    Nature.BRIDGE: "voirie", Nature.CAR_PARK: "stationnement", Nature.CEMETERY: "espaces-verts",
    Nature.CONCERT: "culture", Nature.COMMUNITY: "solidarite", Nature.CULTURE: "culture", Nature.HARBOUR: "eau",
    Nature.HEALTH: "solidarite", Nature.HERITAGE: "culture", Nature.LIBRARY: "culture", Nature.MARKET: "commerce",
    Nature.MUSEUM: "culture", Nature.PARK: "espaces-verts", Nature.PARK_AND_RIDE: "stationnement",
    Nature.POOL: "sport", Nature.SCHOOL: "enfance", Nature.SPORT: "sport", Nature.SQUARE: "voirie",
    Nature.STATION: "mobilites", Nature.STOP: "mobilites", Nature.THEATRE: "culture", Nature.TOWN_HALL: "batiments",
    Nature.WORKS: "voirie", Nature.OTHER: "autre",
}  # fmt: skip
LONGEST_SOURCE: Final = 200


def store(reading: Import, pairs: Iterable[tuple[int, Row]]) -> None:
    """Make or bring up to date the facilities of these rows; those without a place stay rows.

    ValidationError when the city's themes are not loaded.
    """
    source = reading.source
    maker = Maker.of(source)
    licence = f" ({source.licence})" if source.licence else ""
    load(
        maker.made(pairs),
        now=timezone.now(),
        publisher=source.organisme_id,
        person=reading.by_id,
        place_source=f"{source.title}{licence}"[:LONGEST_SOURCE],
        demonstration=source.demonstration,
    )


def uuid_of(source: Source, key: str) -> UUID:
    """Always the same for the same row of the same source."""
    return uuid5(NAMESPACE_URL, f"carte-commune:source:{source.code}#{key}")


@dataclass(frozen=True)
class Maker:
    """Turns rows into facilities, with what the database knows of types, themes and organisations."""

    source: Source
    types: TypeFinder
    themes: dict[str, int]
    by_siren: dict[str, int]
    by_name: dict[str, int]
    status: Status

    @classmethod
    def of(cls, source: Source) -> "Maker":
        """For one source; ValidationError without themes."""
        themes = dict(Theme.objects.values_list("code", "pk"))
        if not themes:
            raise ValidationError(_("Chargez d’abord les thèmes (load_themes)."))
        known = list(Organisme.objects.values_list("pk", "siren", "name"))
        return cls(
            source=source,
            types=TypeFinder.read(),
            themes=themes,
            by_siren={siren: pk for pk, siren, _name in known if siren},
            by_name={folded(name): pk for pk, _siren, name in known},
            status=Status(source.mapping.get("status") or Status.OPEN),
        )

    def made(self, pairs: Iterable[tuple[int, Row]]) -> Iterator[Arriving]:
        """Each row as a facility."""
        said = _("Repris de « %(source)s », ligne %(key)s.")
        for pk, row in pairs:
            history = said % {"source": self.source.title, "key": row.key[:80]}
            yield self._arriving(pk, uuid_of(self.source, row.key), row.told, history)

    def _arriving(self, pk: int, uuid: UUID, told: Any, history: str) -> Arriving:
        found = self.types.find(told.get("tags", ()), told["type"], told["title"])
        nature = Nature(found.nature) if found else Nature.OTHER
        of_type = found.theme if found else ""
        title = told["title"] or (found.name if found else _("Équipement"))
        status = Status.CLOSED if told["closed"] and told["closed"] < timezone.now().year else self.status
        return Arriving(
            ligne_id=pk, uuid=uuid, title=title, text=told["text"],
            theme_id=self._theme(told["theme"], of_type, nature), stage=WORKFLOW.stage_of(status),
            status=status.value, geom=told["geom"] or None,
            osm_id=told.get("osm_id", ""), nature=nature.value, type_id=found.pk if found else None,
            operator=told["operator"], owner_id=self._owner(told), address=told["address"], website=told["website"],
            hours=told["hours"], opened=told["opened"], closed=told["closed"], capacity=told["capacity"], said=history,
        )  # fmt: skip

    def _theme(self, words: str, of_type: str, nature: Nature) -> int:
        """The row's own theme where it is one of ours, else its type's, its nature's, or any."""
        named = (folded(words).replace(" ", "-"), folded(of_type).replace(" ", "-"), THEMES[nature], "autre")
        code = next(filter(self.themes.get, named), None)
        return self.themes[code] if code else next(iter(self.themes.values()))

    def _owner(self, told: Any) -> int | None:
        """Who owns it, when the row says so and the organisation is known here."""
        named = self.by_name.get(folded(told["owner"])) if told["owner"] else None
        return named or (self.by_siren.get(told["siren"]) if told["siren"] else None)
