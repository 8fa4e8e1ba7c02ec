"""The published formula: its versions, which are only ever added, and how it turns numbers into points. No SQL."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from projets.opportunites.models import SIGNALS, Formule

CONTENT: Final = Path(__file__).parents[1] / "content" / "formules.json"
FIELDS: Final = ("weights", "full", "settings", "reason")


class FormulaChanged(Exception):
    """A version that is already published says something else in the file: a change is a new version."""


def load_formules(path: Path = CONTENT) -> int:
    """Add the versions of the file that are not known yet; how many. Raises FormulaChanged, having added none."""
    known = {formule.version: formule for formule in Formule.objects.all()}
    new = []
    for item in json.loads(path.read_text(encoding="utf-8")):
        told = {name: item[name] for name in FIELDS}
        if (formule := known.get(item["version"])) is None:
            new.append(Formule(version=item["version"], **told))
        elif any(getattr(formule, name) != told[name] for name in FIELDS):
            raise FormulaChanged(item["version"])
    Formule.objects.bulk_create(new)
    return len(new)


def current() -> Formule:
    """The last version; the shipped ones are loaded when there is none yet."""
    if (formule := Formule.objects.first()) is None:
        load_formules()
        formule = Formule.objects.latest("version")
    return formule


def points(value: float | None, full: float | None) -> float:
    """From 0 to 1; nothing is known, or nothing is counted at that scale: 0."""
    return max(0.0, min(1.0, value / full)) if value is not None and full else 0.0


def score(formule: Formule, scale: str, values: Mapping[str, Any]) -> float:
    """Out of 100: `100 × Σ weight × points / Σ weight`."""
    weights, full = formule.weights, formule.full.get(scale, {})
    earned = sum(weights.get(name, 0) * points(values.get(name), full.get(name)) for name in SIGNALS)
    return 100 * earned / sum(weights.get(name, 0) for name in SIGNALS)
