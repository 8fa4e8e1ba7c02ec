"""A rule that cannot decide is refused with the reason; what is said of reachable ones is checked by random reports."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carto.fiches.models import Temporality
from signalements.models import Categorie, Question
from signalements.routing.analysis import World, shadows, witness
from signalements.routing.lines import Facts, Line, Target, first
from signalements.routing.problems import new_problems, problems
from signalements.routing.rules import Ruleset, line_of, ordered
from tests.factories import make_territoire
from tests.places import CHATEAU
from tests.signalements.routing.samples import content, crew, rule, service

NANTES, CENTRE, REZE = 1, 2, 3
ANCESTORS = {NANTES: frozenset({NANTES}), CENTRE: frozenset({NANTES, CENTRE}), REZE: frozenset({REZE})}
_OPTIONS = [{"code": "oui", "label": "Oui"}, {"code": "non", "label": "Non"}]
_AFTER_YES = {"question": "danger", "answers": ["oui"]}
ASKED = {
    1: [Question(code="danger", options=_OPTIONS), Question(code="taille", options=_OPTIONS, condition=_AFTER_YES)],
    2: [],
}
YES_OR_NO = st.sets(st.sampled_from(["oui", "non"]), min_size=1)
HOURS = st.sampled_from([None, time(6), time(12), time(20)])


@st.composite
def lines(draw: Any) -> list[Line]:
    """A few rules over a small city."""
    return [draw(_line(pk)) for pk in range(1, draw(st.integers(2, 6)) + 1)]


@st.composite
def _line(draw: Any, pk: int) -> Line:
    start, end = draw(HOURS), draw(HOURS)
    whole = start is None or end is None or start == end
    asked = draw(st.dictionaries(st.sampled_from(["danger", "taille"]), YES_OR_NO, max_size=2))
    return Line(
        pk,
        f"Règle {pk}",
        Target(pk),
        categories=frozenset(draw(st.sets(st.sampled_from([1, 2]), max_size=2))),
        territoire=draw(st.sampled_from([None, NANTES, CENTRE, REZE])),
        temporalities=frozenset(draw(st.sets(st.sampled_from(Temporality.values), max_size=2))),
        answers=tuple(sorted((code, frozenset(codes)) for code, codes in asked.items())),
        weekdays=frozenset(draw(st.sets(st.integers(0, 6), max_size=3))),
        from_hour=None if whole else start,
        until_hour=None if whole else end,
        closed_days=draw(st.booleans()),
    )


@st.composite
def reports(draw: Any) -> Facts:
    """Any report of that city, as the form lets one be sent."""
    categorie = draw(st.sampled_from([1, 2]))
    answers = {}
    if categorie == 1 and (danger := draw(st.sampled_from(["", "oui", "non"]))):
        answers["danger"] = danger
        if danger == "oui" and (size := draw(st.sampled_from(["", "oui", "non"]))):
            answers["taille"] = size
    day, hour, minute = draw(st.integers(1, 28)), draw(st.integers(0, 23)), draw(st.sampled_from([0, 59]))
    at = datetime(2026, draw(st.sampled_from([5, 11, 12])), day, hour, minute, tzinfo=ZoneInfo("Europe/Paris"))
    place = draw(st.sampled_from([frozenset(), *ANCESTORS.values()]))
    return Facts(categorie, place, draw(st.sampled_from(["", *Temporality.values])), answers, at)


@settings(max_examples=40, deadline=None)
@given(lines(), st.lists(reports(), min_size=10, max_size=10))
def test_what_is_said_unreachable_never_decides_and_the_rest_has_a_witness(
    rules: list[Line], sent: list[Facts]
) -> None:
    city = World(ASKED, Ruleset(tuple(rules), ANCESTORS), rules)
    for rank, line in enumerate(rules):
        found = witness(line, rules[:rank], city)
        if found:
            assert first(rules, found) is line
            assert shadows(line, rules[:rank], city) == []
        else:
            assert all(first(rules, facts) is not line for facts in sent)


def _lines() -> list[Line]:
    return [line_of(each) for each in ordered()]


def _codes() -> list[tuple[str, str]]:
    names = {line.pk: line.name for line in _lines()}
    return [(names[problem.rule], problem.code) for problem in problems(_lines())]


@pytest.mark.django_db
def test_each_mistake_is_named() -> None:
    content()
    rule("Crew d’ailleurs", "voirie", "bruit", crew=crew("centre", "proprete"))
    rule("Question que personne ne pose", "voirie", "bruit", answers={"passage": ["non"]})
    rule("Arrêt", "voirie", "trou-chaussee", answers={"danger": ["oui"]})
    rule("Ensemble", "voirie", "rue-sale")
    rule("Deux fois", "eau", "rue-sale")
    rule("Plus fine", "eau", "rue-sale", weekdays=[2])
    rule("Tout", "accueil")
    rule("Après tout", "eau", "fuite-eau")
    assert _codes() == [
        ("Crew d’ailleurs", "crew"), ("Question que personne ne pose", "answers"), ("Arrêt", "answers"),
        ("Deux fois", "conflict"), ("Plus fine", "unreachable"), ("Tout", "empty"), ("Après tout", "unreachable"),
    ]  # fmt: skip
    said = next(each.text for each in problems(_lines()) if each.code == "unreachable")
    assert "« Ensemble »" in said


@pytest.mark.django_db
def test_parts_that_cover_a_whole_leave_nothing_to_it() -> None:
    content()
    rule("Jours ouvrés", "voirie", "bruit", weekdays=[0, 1, 2, 3, 4])
    rule("Fermé", "eau", "bruit", closed_days=True)
    rule("Le reste", "hygiene", "bruit")
    assert _codes() == [("Le reste", "unreachable")]


@pytest.mark.django_db
def test_a_quartier_after_its_commune_is_never_reached_and_before_it_is() -> None:
    content()
    commune = make_territoire(CHATEAU, half=0.02, name="Nantes", level=2)
    centre = make_territoire(CHATEAU, name="Centre-Ville", parent=commune)
    rule("Centre", "eau", territoire=centre, order=2)
    rule("Nantes", "voirie", territoire=commune, order=1)
    assert _codes() == [("Centre", "unreachable")]
    ordered().filter(name="Centre").update(order=0)
    assert _codes() == []


@pytest.mark.django_db
def test_what_was_wrong_before_is_not_held_against_another_change() -> None:
    content()
    rule("Vieille erreur", "voirie", "bruit", crew=crew("centre", "proprete"))
    before, leak = _lines(), frozenset({Categorie.objects.get(code="fuite-eau").pk})
    fine = Line(0, "Bonne", Target(service("eau").pk), categories=leak)
    assert new_problems(before, [*before, fine], changed=0) == []
    inactive = crew("nord", "eau")
    inactive.active = False
    inactive.save()
    stale = Line(0, "Équipe partie", Target(service("eau").pk, inactive.pk), categories=leak)
    assert [each.code for each in new_problems(before, [*before, stale], changed=0)] == ["crew"]
