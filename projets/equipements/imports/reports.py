"""The report of a reading, in words."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projets.equipements.imports.places import SWAPPED
from projets.equipements.models import Import

COUNTED = ("read", "new", "changed", "same", "rejected", "withdrawn")


def said_counts(report: dict[str, Any]) -> list[tuple[str, str, int]]:
    """(code, label, number) of each count."""
    labels = {
        "read": _("lignes lues"), "new": _("nouvelles"), "changed": _("changées"), "same": _("inchangées"),
        "rejected": _("refusées"), "withdrawn": _("absentes désormais"),
    }  # fmt: skip
    return [(code, labels[code], report.get(code, 0)) for code in COUNTED]


def said_places(report: dict[str, Any]) -> str:
    """How many of the rows have a place, or name one that is not known; nothing for rows that do neither."""
    placed, unplaced = report.get("placed", 0), report.get("unplaced", 0)
    if isinstance(unplaced, list):  # of counts: the names that are no facility's
        lost = report.get("unplaced_count", len(unplaced))
        said = ngettext("%(n)d nom de lieu n’est pas reconnu.", "%(n)d noms de lieux ne sont pas reconnus.", lost)
        return said % {"n": lost}
    if not placed and not unplaced:
        return ""
    there = ngettext("%(n)d ligne a un lieu", "%(n)d lignes ont un lieu", placed) % {"n": placed}
    if not unplaced:
        return there + "."
    without = ngettext("%(n)d n’en a pas", "%(n)d n’en ont pas", unplaced) % {"n": unplaced}
    return f"{there}, {without}."


def said_proposals(report: dict[str, Any]) -> str:
    """« 165 lignes semblent avoir latitude et longitude inversées. »"""
    swapped = report.get("proposals", {}).get(SWAPPED, 0)
    if not swapped:
        return ""
    said = ngettext(
        "%(n)d ligne semble avoir latitude et longitude inversées.",
        "%(n)d lignes semblent avoir latitude et longitude inversées.",
        swapped,
    )
    return said % {"n": swapped}


def said_drift(report: dict[str, Any]) -> list[str]:
    """What became of the columns since the last reading, a sentence each."""
    drift = report.get("drift") or {}
    renamed = {each["from"]: each for each in drift.get("renamed", ())}
    moved = {each["to"] for each in renamed.values()}
    said = [_("Colonne « %(from)s » : sans doute devenue « %(to)s ».") % each for each in renamed.values()]
    said += [_("Colonne « %s » : disparue.") % name for name in drift.get("gone", ()) if name not in renamed]
    return said + [_("Colonne « %s » : nouvelle.") % name for name in drift.get("added", ()) if name not in moved]


def printed(reading: Import) -> Iterator[str]:
    """The whole report, line by line."""
    report = reading.report
    yield f"{reading.source.title} · {reading.name} · {reading.get_state_display()} · {report['seconds']} s"
    yield " ; ".join(f"{label} : {number}" for _code, label, number in said_counts(report)) + "."
    yield from filter(None, (said_places(report), said_proposals(report)))
    yield from said_drift(report)
    for reason, number in report["reasons"]:
        yield f"  {number} × {reason}"
    if report["drift"]["lost"]:
        yield _("Champs sans colonne : %s.") % ", ".join(f"{k} ({v})" for k, v in report["drift"]["lost"].items())
