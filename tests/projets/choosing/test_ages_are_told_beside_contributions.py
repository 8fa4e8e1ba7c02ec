"""Nothing but a consultation asks for an age: once it is counted, the analysis of contributions says who is missing."""

import pytest
from django.test import Client

from projets.opportunites.choosing.actions import settle
from projets.opportunites.choosing.heard import heard_by_age
from tests.projets.choosing.samples import OLD, YOUNG, at, ended, make_consultation, say

pytestmark = pytest.mark.django_db


def test_the_ages_of_a_counted_choice_are_told_and_no_few_voices_with_them(client: Client) -> None:
    consultation = make_consultation()
    for who in range(30):
        say(consultation, who, "centre" if who < 24 else "ile", OLD if who % 6 else YOUNG, A=3)
    assert heard_by_age("") == []  # not counted yet
    with at(ended(consultation)):
        settle(consultation)
        page = client.get("/analyse/")
    assert heard_by_age("") == [("15 à 44 ans", 1000, 5), ("45 ans et plus", 1000, 25)]
    assert heard_by_age("centre") == heard_by_age("ile") == []  # one young voice of the island would be told
    assert [age.label for age in page.context["quiet_ages"]] == ["15 à 44 ans"]
