"""Rows that become a facility: planned works."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.alertes.announcing import announce_together
from carto.fiches.models import Evenement, Kind, Origin, Theme, Visibility, What
from projets.equipements.models import Equipement, Import, Nature
from projets.equipements.workflow import WORKFLOW, Status

BATCH: Final = 500
BY_HAND: Final = (What.CORRECTED, What.COMPLETED, What.MOVED)
WORKS_THEMES: Final = ("travaux", "voirie", "autre")  # the first that the city has
LONGEST_SOURCE: Final = 200
TO_COME: Final = (Status.PLANNED, Status.BUILDING)  # works that were over when they were read are no news

Worksite = tuple[int, str, Mapping[str, Any], Status]  # Ligne's primary key, key, what is told, where it stands


def bring_works(reading: Import, rows: Iterable[Worksite]) -> None:
    """Put worksites on the map, and those that are there where their row says now, each with a line of history. What
    a person corrected stays. Raises ValidationError (French) when the city's themes are not loaded.
    """
    known_themes = {theme.code: theme for theme in Theme.objects.all()}
    theme = next((known_themes[code] for code in (*WORKS_THEMES, *known_themes) if code in known_themes), None)
    if theme is None:
        raise ValidationError(_("Chargez d’abord les thèmes (load_themes)."))
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        known = {one.ligne_id: one for one in Equipement.objects.filter(ligne__in=[row[0] for row in batch])}
        touched = set(
            Evenement.objects.filter(fiche__in=known.values(), what__in=BY_HAND)
            .exclude(actor_role="system")
            .values_list("fiche_id", flat=True)
        )
        lines = [
            _worksite(reading, row, known.get(row[0]), theme) for row in batch if _free(known.get(row[0]), touched)
        ]
        written = Evenement.objects.bulk_create(filter(None, lines))
        announce_together([line for line in written if line.what == What.STATUS or line.fiche.status in TO_COME])


def _free(equipement: Equipement | None, touched: set[int]) -> bool:
    return equipement is None or equipement.pk not in touched


def _worksite(reading: Import, row: Worksite, equipement: Equipement | None, theme: Theme) -> Evenement | None:
    """Store one; the line of its history, or none when nothing changed."""
    pk, key, told, status = row
    source, new = reading.source, equipement is None
    if equipement is None:
        equipement = Equipement(
            uuid=uuid5(NAMESPACE_URL, f"carte-commune:source:{source.code}#{key}"), kind=Kind.EQUIPEMENT, theme=theme,
            nature=Nature.WORKS, ligne_id=pk, publisher=source.organisme, origin=Origin.IMPORT,
            visibility=Visibility.PUBLIC, demonstration=source.demonstration,
        )  # fmt: skip
    before = {name: getattr(equipement, name) for name in ("title", "text", "begins_on", "ends_on", "status", "geom")}
    for name in ("title", "text", "operator", "address", "begins_on", "ends_on"):
        setattr(equipement, name, told[name])
    equipement.geom, equipement.status = GEOSGeometry(told["geom"]), status.value
    equipement.stage, equipement.place_source = WORKFLOW.stage_of(status), source.title[:LONGEST_SOURCE]
    if not new and all(getattr(equipement, name) == value for name, value in before.items()):
        return None
    equipement.save(force_insert=new)
    what = What.STATUS if not new and before["status"] != status.value else What.IMPORTED
    return Evenement(
        fiche=equipement, at=timezone.now(), actor_role="system", person=reading.by, what=what,
        before=before["status"] if what == What.STATUS else "", after=status.value if what == What.STATUS else "",
        public_text=_("Repris de « %(source)s », ligne %(key)s.") % {"source": source.title, "key": key[:80]},
    )  # fmt: skip
