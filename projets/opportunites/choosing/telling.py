"""What the pages of a consultation say: its dates, its options, who is missing, then what came of it."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projets.opportunites.choosing.casting import ASSISTED
from projets.opportunites.choosing.masses import area_names, margin_label, mass_of
from projets.opportunites.choosing.scrutins import cell_label, poll_of, voices_of
from projets.opportunites.models import Consultation, Moment, Option
from projets.opportunites.referents.waking import SHARE
from projets.votes.polls.balance import weights
from projets.votes.polls.counting import Place, count
from projets.votes.polls.flags import bursts, concentration
from projets.votes.polls.mass import Margin, quietest
from projets.votes.polls.poll import MOST_WEIGHT, STRENGTH, THIN, Method, Poll, Proof, Voice, percent
from projets.votes.polls.wording import METHODS, in_figures, obtained
from projets.votes.way import Stop
from projets.votes.way import stops as told_from
from projets.votes.wording import amount

SHOWN: int = 3  # of those who are missing, in the sentence


@dataclass(frozen=True)
class Row:
    """One option of the result, as it came in each count."""

    option: Option
    raw: str
    rank: int
    balanced: str
    balanced_rank: int
    tied: str


def stops(consultation: Consultation) -> list[Stop]:
    """The dates, in order."""
    moments = [(Moment.EARLY, _("D’abord les moins entendus"), consultation.early_at)] if consultation.early_at else []
    moments += [
        (Moment.OPEN, _("On choisit"), consultation.opens_at),
        (Moment.COUNTING, _("C’est fermé"), consultation.closes_at),
        (Moment.DONE, _("Résultat"), consultation.counts_at),
    ]
    return told_from(moments, consultation.moment)


def price(option: Option) -> str:
    """« 12 000 € TTC, estimé, 2026 »; empty when no cost is told."""
    if option.cost is None:
        return ""
    kind = f"{option.get_cost_kind_display()}, {option.cost_year}"
    return f"{amount(option.cost)} {option.get_cost_basis_display()}, {kind}"


def rules_told(consultation: Consultation) -> dict[str, Any]:
    """The method, who chooses, and by which proofs, as people read them."""
    name, about = METHODS[Method(consultation.method)]
    return {
        "method_name": name,
        "method_about": about,
        "proofs": [Proof(proof).label for proof in STRENGTH if proof in {*consultation.proofs, *ASSISTED}],
        "first": [area["name"] for area in consultation.electorate if area["early"]],
        "cap": MOST_WEIGHT,
        "share": SHARE,
    }


def mass_told(consultation: Consultation) -> dict[str, Any]:
    """Who has spoken and who is missing: the sentence, then area by area and age by age."""
    found = mass_of(consultation)
    wanted = found.missing if consultation.quorum else []
    return {
        "mass": found,
        "has_quorum": bool(consultation.quorum),
        "unknown": [area_names(consultation).get(code, code) for code in found.unknown],
        "voices": sum(margin.voices for margin in found.margins if margin.kind == "area"),
        "missing": [_missing(consultation, margin) for margin in wanted[:SHOWN]],
        "quiet": [margin_label(consultation, margin) for margin in quietest(found)],
        "margins": [(margin_label(consultation, margin), margin) for margin in found.margins],
        "sources": consultation.people.get("sources", []),
    }


def _missing(consultation: Consultation, margin: Margin) -> str:
    told = {"n": margin.missing, "who": margin_label(consultation, margin)}
    if margin.kind == "age":
        return ngettext("%(n)d personne de %(who)s", "%(n)d personnes de %(who)s", margin.missing) % told
    return ngettext("%(n)d personne à %(who)s", "%(n)d personnes à %(who)s", margin.missing) % told


def result_told(consultation: Consultation) -> dict[str, Any]:
    """Both counts side by side, by strength of proof, with what is flagged."""
    poll, voices = poll_of(consultation), voices_of(consultation)
    each_weighs = weights(poll, voices)
    raw, balanced = count(poll, voices), count(poll, voices, each_weighs)
    options = {option.code: option for option in consultation.options.select_related("opportunite")}
    return {
        "rows": _rows(poll, raw, balanced, options),
        "balanced_first": options[balanced[0].code] if balanced else None,
        "same": [place.code for place in raw] == [place.code for place in balanced],
        "voices": len(voices),
        "weights": _weights(consultation, voices, each_weighs),
        "by_proof": _by_proof(poll, voices, options),
        "by_hand": {proof: consultation.result.get("proofs", {}).get(proof, 0) for proof in ("paper", "phone")},
        "concentration": percent(int(1000 * concentration(voice.together for voice in voices)), 1000),
        "bursts": [_burst(each.hour, each.voices, each.usual) for each in bursts(consultation.arrivals)],
        "objections": _objections(consultation) if poll.method == Method.CONSENT else [],
        "thin": THIN,
    }


def _rows(poll: Poll, raw: list[Place], balanced: list[Place], options: dict[str, Option]) -> list[Row]:
    ranks = {place.code: (rank, place) for rank, place in enumerate(balanced, start=1)}
    rows = []
    for rank, place in enumerate(raw, start=1):
        other_rank, other = ranks[place.code]
        tied = ", ".join(f"« {options[code].name} »" for code in place.tied)
        rows.append(Row(options[place.code], obtained(poll, place), rank, obtained(poll, other), other_rank, tied))
    return rows


def _weights(consultation: Consultation, voices: list[Voice], each: list[Fraction]) -> list[tuple[str, int, str]]:
    """By part of the people: how many voices, and what one of them weighs when it speaks for itself."""
    found: dict[str, tuple[int, Fraction]] = {}
    for voice, weight in zip(voices, each, strict=True):
        found[voice.cell] = (found.get(voice.cell, (0, weight))[0] + 1, weight * voice.together)
    told = sorted(found.items())
    return [(cell_label(consultation, cell) or _("secteur ou âge non dit"), many, in_figures(weight))
            for cell, (many, weight) in told]  # fmt: skip


def _by_proof(poll: Poll, voices: list[Voice], options: dict[str, Option]) -> list[dict[str, Any]]:
    """From the strongest proof to the weakest: how many, and what came first among them alone."""
    told = []
    for proof in (*STRENGTH, ""):
        own = [voice for voice in voices if voice.proof == proof]
        if own:
            first = count(poll, own)[0]
            label = Proof(proof).label if proof else _("preuves trop rares pour être dites à part")
            told.append({"label": label, "voices": len(own), "first": options[first.code].name,
                         "got": obtained(poll, first)})  # fmt: skip
    return told


def _burst(hour: str, voices: int, usual: int) -> str:
    at = datetime.strptime(hour, "%Y-%m-%d %H")
    told = {"day": date_format(at, "j F Y"), "hour": at.hour, "n": voices, "usual": usual}
    return _("le %(day)s, dans l’heure de %(hour)d h : %(n)d voix, d’habitude %(usual)d") % told


def _objections(consultation: Consultation) -> list[tuple[Option, list[str]]]:
    options = consultation.options.prefetch_related("objections")
    return [(option, sorted(each.text for each in option.objections.all())) for option in options]
