"""From the rows of a consultation to what `projets.votes` counts."""

from collections import Counter
from typing import Any

from projets.opportunites.choosing.masses import area_names
from projets.opportunites.models import Consultation, Objection, Option, Voix
from projets.votes.polls.balance import REST, cells
from projets.votes.polls.counting import count
from projets.votes.polls.file import write_csv, write_json
from projets.votes.polls.poll import THIN, Method, Poll, Voice


def poll_of(consultation: Consultation) -> Poll:
    """Its options, its rule and, once counted, how many live in each part."""
    codes = tuple(option.code for option in consultation.options.all())
    people = consultation.result.get("people", {})
    return Poll(Method(consultation.method), codes, consultation.slug, consultation.dots, people)


def voices_of(consultation: Consultation) -> list[Voice]:
    """All of them, paper ones too."""
    rows = Voix.objects.filter(consultation=consultation).values_list("choices", "cell", "together", "proof")
    return [Voice(*row) for row in rows]


def blur(consultation: Consultation) -> dict[str, Any]:
    """Keep of each voice the part of the people that it speaks for, and erase what is rarer; returns the `result`.

    Bundles are no longer tied to their ballots, nor to the reasons of objections.
    """
    rows = list(Voix.objects.filter(consultation=consultation))
    spoken = [(row.area, row.age) for row in rows]
    parts = cells(spoken, {area["code"]: area["people"] for area in consultation.electorate})
    for row in rows:
        row.cell, row.area, row.age, row.liasse = parts.cell(row.area, row.age), "", "", None
    _erase_rare_proofs(rows)
    Voix.objects.bulk_update(rows, ["cell", "area", "age", "liasse", "proof"], 2000)
    Objection.objects.filter(option__consultation=consultation).update(liasse=None)
    proofs = Counter(Voix.objects.filter(consultation=consultation).values_list("proof", flat=True))
    return {
        "spoken": sorted([area, age, many] for (area, age), many in Counter(spoken).items()),
        "people": parts.people,
        "proofs": dict(sorted(proofs.items())),
        "voices": len(rows),
    }


def first_of(consultation: Consultation) -> Option:
    """What comes first once it is counted, each voice for one; ties settled by the draw."""
    first = count(poll_of(consultation), voices_of(consultation))[0]
    return consultation.options.get(code=first.code)


def _erase_rare_proofs(rows: list[Voix]) -> None:
    """Where too few have a proof it is erased; where too few are left without, all those of that part are."""
    alike = Counter((row.cell, row.proof) for row in rows)
    for row in rows:
        if alike[row.cell, row.proof] < THIN:
            row.proof = ""
    left = Counter(row.cell for row in rows if not row.proof)
    for row in rows:
        if 0 < left[row.cell] < THIN:
            row.proof = ""


def cell_label(consultation: Consultation, cell: str) -> str:
    """A part in words: « Malakoff 15-29 », « Malakoff », the areas put together."""
    area, _space, age = cell.partition(" ")
    if cell == REST:
        return "…"
    return " ".join(filter(None, (area_names(consultation).get(area, area), age)))


def as_json(consultation: Consultation) -> str:
    """The file that `docs/recompter.py` counts again."""
    told = {
        "title": consultation.title,
        "names": {option.code: option.name for option in consultation.options.all()},
        "closed": consultation.closes_at.isoformat(),
        "areas": area_names(consultation),
        "sources": consultation.people.get("sources", []),
    }
    return write_json(poll_of(consultation), voices_of(consultation), told)


def as_csv(consultation: Consultation) -> str:
    """One voice a row."""
    return write_csv(poll_of(consultation), voices_of(consultation))
