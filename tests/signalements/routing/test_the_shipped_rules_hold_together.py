"""The rules of the file are good ones, and a city's own changes stay."""

import pytest

from signalements.models import RoutingRule
from signalements.routing.content import load_rules, remove_rules
from signalements.routing.problems import problems
from signalements.routing.rules import line_of, ordered
from tests.factories import make_territoire
from tests.people import farida
from tests.signalements.routing.samples import content

pytestmark = pytest.mark.django_db


def test_they_load_once_without_a_mistake_and_go() -> None:
    content()
    make_territoire(name="Centre Ville")
    assert load_rules() == 6
    assert problems([line_of(each) for each in ordered()]) == []
    RoutingRule.objects.filter(order=0).update(changed_by=farida(), name="On ne passe plus")
    assert load_rules() == 0
    remove_rules()
    assert [rule.name for rule in ordered()] == ["On ne passe plus"]


def test_a_rule_about_a_place_that_is_not_there_is_left_out() -> None:
    content()
    assert load_rules() == 5
    assert not RoutingRule.objects.filter(name="Propreté du centre").exists()
