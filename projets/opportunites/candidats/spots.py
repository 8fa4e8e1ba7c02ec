"""The first candidates of a scale as a page of Markdown: place, score, numbers, and what their rows tell of the spot.

In French, for the guide: nothing is said that a row does not say.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime

from carto.fiches.models import Fiche
from projets.equipements.costs import euros
from projets.equipements.models import Cout, Equipement
from projets.opportunites.candidats.lines import Line, best, fulls
from projets.opportunites.candidats.querysets import ranks
from projets.opportunites.candidats.rows import FICHE
from projets.opportunites.candidats.telling import Bar
from projets.opportunites.candidats.weighing import Weights
from projets.opportunites.evidence.rows import rows_of
from projets.opportunites.models import Candidat, Formule

FIRST: Final = 4  # of the sorts of things that are named
PLACES: Final = 3
WORKS: Final = 4


def top(scale: str, most: int, *, theme: str = "", told: bool = True) -> Iterator[str]:
    """Markdown, line by line: a table of the first, then (`told`) each of them; nothing when nothing is counted."""
    formule = Formule.objects.first()
    if formule is None:
        return
    weights = {name: float(weight) for name, weight in formule.weights.items()}
    kept = {"theme__code": theme} if theme else {}
    lines = best(scale, fulls(formule), Weights(weights, weights), most, **kept)
    yield "| Rang | Lieu | Thème | Score | Ce qui est compté |"
    yield "|---:|---|---|---:|---|"
    for line in lines:
        yield f"| {line.rank} | {_cell(line.place)} | {line.candidat.theme} | {_score(line)} | {_numbers(line)} |"
    if told:
        every = Candidat.objects.filter(scale=scale).count()
        for line in lines:
            yield from ("", f"### {line.rank}. {line.place} : {str(line.candidat.theme).lower()}", "")
            yield from _told(line, every)


def _told(line: Line, every: int) -> Iterator[str]:
    places = ranks(line.candidat)
    told = [
        f"{bar.label} : {bar.said} (rang {' sur '.join(map(str, places[bar.signal]))}, ajoute {_points(bar.adds)})"
        for bar in _heaviest(line)
    ]
    within = f" {line.within}." if line.within else ""
    yield f"**{_score(line)} sur 100**, rang {line.rank} sur {every}.{within} {' ; '.join(told)}."
    if line.unknown:
        yield f"Pas de donnée : {line.unknown}."
    for said in filter(None, (_reports(line.candidat), _ideas(line.candidat), _works(line.candidat))):
        yield ""
        yield said


def _behind(candidat: Candidat, signal: str) -> list[Fiche]:
    """Every fiche behind a number."""
    if getattr(candidat, signal) is None:
        return []
    uuids, page = [], 1
    while True:
        found = rows_of(candidat, signal, page)
        uuids += [UUID(named[1]) for row in found.rows if (named := FICHE.match(row.address))]
        if page >= found.pages:
            return list(Fiche.objects.filter(uuid__in=uuids).order_by("created_at", "pk"))
        page += 1


def _reports(candidat: Candidat) -> str:
    fiches = _behind(candidat, "repeats")
    if not fiches:
        return ""
    days = {localtime(fiche.created_at).date() for fiche in fiches}
    spots = _common((fiche.text.partition(",")[0] for fiche in fiches), PLACES, at_least=2)
    said = f"Sur place, d’après les lignes : {_common((fiche.title for fiche in fiches), FIRST)}"
    said += f" ; {len(days)} jours différents, du {_day(fiches[0].created_at)} au {_day(fiches[-1].created_at)}."
    return said + (f" Cela revient surtout au {spots}." if spots else "")


def _ideas(candidat: Candidat) -> str:
    fiches = _behind(candidat, "people")
    named = ", ".join(f"« {_plain(fiche.title)} » ({_day(fiche.created_at)})" for fiche in fiches[:FIRST])
    return f"Ce qui est proposé : {named}." if named else ""


def _works(candidat: Candidat) -> str:
    """What is planned there, with what was voted and when it is promised for."""
    works = Equipement.objects.filter(pk__in=[fiche.pk for fiche in _behind(candidat, "contracts")])
    told = [_work(each) for each in works.prefetch_related("couts").order_by("title")[:WORKS]]
    return f"Ce qui est prévu : {' ; '.join(told)}." if told else ""


def _work(works: Equipement) -> str:
    costs = [f"{euros(cost.amount)} {cost.get_kind_display()} en {cost.year}" for cost in works.couts.all()
             if cost.amount is not None and cost.state != Cout.State.PROPOSED]  # fmt: skip
    promised = f"promis pour le {date_format(works.ends_on, 'j F Y')}" if works.ends_on else "sans date tenue"
    return f"« {_plain(works.title)} » ({', '.join([works.get_status_display(), *costs, promised])})"


def _common(words: Iterable[str], most: int, at_least: int = 1) -> str:
    found = [(word, many) for word, many in Counter(map(_plain, words)).most_common(most) if word and many >= at_least]
    return ", ".join(f"{word} ({many})" for word, many in found)


def _numbers(line: Line) -> str:
    return _cell(" ; ".join(f"{bar.said}" for bar in _heaviest(line)))


def _heaviest(line: Line) -> list[Bar]:
    return sorted(line.known, key=lambda bar: -(bar.adds or 0))


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def _score(line: Line) -> str:
    return _points(line.score)


def _points(value: float | None) -> str:
    return f"{value or 0:.1f}".replace(".", ",")


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "j F Y")


def _plain(text: str) -> str:
    return " ".join(text.split())
