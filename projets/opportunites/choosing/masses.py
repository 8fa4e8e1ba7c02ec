"""Who a consultation asks: the people of its areas, by age, as the census has them; how many of each have spoken."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from carto.territoires.ages import age_bands
from carto.territoires.models import Level, Population, Territoire
from projets.opportunites.models import Consultation
from projets.votes.polls.mass import Margin, Mass, mass

Band = tuple[int | None, int | None]


def people_of(areas: Iterable[Territoire], early: Iterable[Territoire], youngest: int, *, ages: bool) -> dict[str, Any]:
    """What is written down at the opening: `areas`, each with `code`, `name`, `early`, `people` by age
    (`{"": 4000}` when its ages are not known, `{}` when nothing is); `ages`, the bands that all areas know; `sources`.
    """
    first = {territoire.pk for territoire in early}
    counted = [(area, *_counts(area)) for area in areas]
    bands = _bands([counts for _area, counts, _source in counted], youngest) if ages else []
    told = []
    for area, counts, _source in counted:
        by_age = {name_of(band): round(counts[band]) for band in bands if band in counts}
        if len(by_age) != len(bands) or not bands:
            by_age = {"": round(counts[None, None])} if (None, None) in counts else {}
        told.append({"code": area.code, "name": area.name, "early": area.pk in first, "people": by_age})
    sources = sorted({source for _area, _counts_of, source in counted if source})
    return {"areas": told, "ages": [name_of(band) for band in bands], "sources": sources}


def _counts(area: Territoire) -> tuple[dict[Band, Decimal], str]:
    """Inhabitants by band (None, None: in all) in the latest year, its own or the sum of its IRIS; and who says so."""
    rows = Population.objects.filter(Q(territoire=area) | Q(territoire__parent=area, territoire__level=Level.IRIS))
    own = [row for row in rows if row.territoire_id == area.pk]
    found = own or list(rows)
    latest = max((row.year for row in found), default=0)
    counts: dict[Band, Decimal] = {}
    for row in found:
        if row.year == latest:
            band = (row.age_from, row.age_to)
            counts[band] = counts.get(band, Decimal(0)) + row.count
    return counts, next((f"{row.source}, {row.year}" for row in found if row.year == latest), "")


def _bands(counted: list[dict[Band, Decimal]], youngest: int) -> list[Band]:
    """One way through the ages that every area knows, without those who are too young to be asked."""
    shared = set.intersection(*(set(counts) for counts in counted)) if counted else set()
    way = age_bands(Population(age_from=low, age_to=high) for low, high in shared if low is not None)
    bands = [(band.age_from, band.age_to) for band in way]
    return [(low, high) for low, high in bands if high is None or high >= youngest]


def name_of(band: Band) -> str:
    """`15-29`, `75+`."""
    low, high = band
    return f"{low}+" if high is None else f"{low}-{high}"


def age_label(code: str) -> str:
    """« 15 à 29 ans », « 75 ans et plus »."""
    low, _dash, high = code.partition("-")
    if not high:
        return _("%(low)s ans et plus") % {"low": low.rstrip("+")}
    return _("%(low)s à %(high)s ans") % {"low": low, "high": high}


def area_names(consultation: Consultation) -> dict[str, str]:
    """By code."""
    return {area["code"]: area["name"] for area in consultation.electorate}


def spoken(consultation: Consultation) -> list[tuple[str, str]]:
    """The (area, age) of each voice so far; once counted, what the count wrote down."""
    if consultation.counted_at is not None:
        told = consultation.result.get("spoken", [])
        return [(area, age) for area, age, many in told for _rank in range(many)]
    return list(consultation.voix.values_list("area", "age"))


def mass_of(consultation: Consultation) -> Mass:
    """Who has spoken, who is missing."""
    people = {area["code"]: area["people"] for area in consultation.electorate}
    return mass(people, spoken(consultation), consultation.quorum, consultation.people.get("ages", []))


def margin_label(consultation: Consultation, margin: Margin) -> str:
    """The area's name, or the age in words."""
    return age_label(margin.code) if margin.kind == "age" else area_names(consultation).get(margin.code, margin.code)
