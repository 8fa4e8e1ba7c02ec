"""Supports: counted apart, once per person, a declared group for one; nothing is ranked by them."""

from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from carto.comptes.groupes.actions import consent, declare, leave
from carto.comptes.models import User
from carto.fiches.models import Soutien
from carto.fiches.voices.actions import heard
from carto.fiches.voices.querysets import spoken_for
from carto.fiches.voices.speaking import Weighed, gini, share_of_busiest, spoken_by
from tests.people import alice
from tests.projets.samples import make_idee

GROUPS = st.lists(st.integers(1, 6), unique=True, max_size=4)
PEOPLE = st.lists(GROUPS, max_size=25)
TALLY = st.dictionaries(st.integers(1, 60), st.integers(1, 40), min_size=1, max_size=8)


def weighed(people: list[list[int]]) -> Weighed:
    """The two numbers of some people, each told by the groups joined."""
    return Weighed.of(spoken_by(people))


@given(PEOPLE, st.randoms())
def test_balanced_never_exceeds_raw_and_the_order_of_people_changes_nothing(
    people: list[list[int]], chance: object
) -> None:
    told = weighed(people)
    assert told.balanced <= told.raw == len(people)
    mixed = list(people)
    chance.shuffle(mixed)
    assert weighed(mixed) == told


@given(PEOPLE, st.integers(1, 6), st.data())
def test_to_join_a_group_never_raises_the_balanced_number(
    people: list[list[int]], group: int, data: st.DataObject
) -> None:
    if not people:
        return
    who = data.draw(st.integers(0, len(people) - 1))
    if group in people[who]:
        return
    joined = [*people[:who], [*people[who], group], *people[who + 1 :]]
    assert weighed(joined).balanced <= weighed(people).balanced
    assert weighed(joined).raw == weighed(people).raw


@given(PEOPLE)
def test_a_group_weighs_one_and_whoever_is_of_none_weighs_one(people: list[list[int]]) -> None:
    alone = sum(not groups for groups in people)
    together = {groups[0] for groups in people if groups}
    assert weighed(people) == Weighed(len(people), alone + len(together), len(together))


@given(TALLY)
def test_concentration_is_a_share_and_grows_when_one_speaks_more(tally: dict[int, int]) -> None:
    people = sum(tally.values())
    assert 0 <= gini(tally) < 1
    assert 0 < share_of_busiest(tally) <= 1
    assert gini({7: people}) == pytest.approx(0)
    shares = [share_of_busiest(tally, part) for part in (0.05, 0.2, 0.5, 1)]
    assert all(less <= more + 1e-9 for less, more in pairwise(shares)) and shares[-1] == pytest.approx(1)


def test_gini_is_that_of_the_definition() -> None:
    made = [1, 1, 2, 5, 11]
    mean = sum(abs(a - b) for a in made for b in made) / (2 * len(made) * sum(made))
    assert gini({1: 2, 2: 1, 5: 1, 11: 1}) == pytest.approx(mean)
    assert share_of_busiest({1: 19, 81: 1}) == pytest.approx(0.81)


def people_of(count: int) -> list[User]:
    """Some residents with an account."""
    return [User.objects.create_user(f"p{n}@exemple.fr", name=f"Personne {n}") for n in range(count)]


@pytest.mark.django_db
def test_whoever_wrote_it_counts_once_and_accounts_are_counted_apart(client: Client) -> None:
    author = alice()
    idee = make_idee(author=author)
    Soutien.objects.create(fiche=idee, kind="too", person=author)
    for mark in ("a", "b"):
        Soutien.objects.create(fiche=idee, kind="too", mark=mark * 64)
    told = heard(idee)
    assert (told.with_account, told.without_account, told.people) == (1, 2, 3)
    page = client.get(idee.get_absolute_url()).content.decode()
    assert "3 personnes aimeraient la voir ici" in page and "le signalent" not in page
    assert "<dt>avec un compte</dt><dd>1</dd>" in page and "<dt>sans compte</dt><dd>2</dd>" in page


@pytest.mark.django_db
def test_a_browser_without_an_account_counts_once_even_another_day_and_takes_it_back_the_same_day(
    client: Client,
) -> None:
    idee = make_idee()
    address = f"/fiches/{idee.uuid}/soutien/"
    client.post(address, {"geste": "too"})
    assert str(idee.uuid) not in client.cookies["voix"].value and str(idee.pk) != client.cookies["voix"].value
    Soutien.objects.update(mark="")  # as the worker does after a day
    client.post(address, {"geste": "too"})
    assert heard(idee).without_account == 2
    Soutien.objects.all().delete()
    other = Client()
    other.post(address, {"geste": "too"})
    other.post(address, {"geste": "too", "annuler": "1"})
    other.post(address, {"geste": "too"})
    assert Soutien.objects.count() == 1


@pytest.mark.django_db
def test_a_declared_group_weighs_one_beside_the_raw_number(client: Client) -> None:
    idee, people = make_idee(), people_of(5)
    for person in people:
        Soutien.objects.create(fiche=idee, kind="too", person=person)
    cyclists = declare("Les cyclistes", "association", "Des rues calmes", person=people[0])
    walkers = declare("Les piétons", "collective", "Des trottoirs", person=people[3])
    for person in people[1:3]:
        consent(cyclists, person)
    consent(walkers, people[0])  # of two groups: speaks with the first
    assert Weighed.of(spoken_for(idee.pk)) == Weighed(raw=5, balanced=3, groups=2)
    page = client.get(idee.get_absolute_url()).content.decode()
    assert "<dd>3</dd>" in page and "chaque groupe comptant pour un" in page and "Personne 1" not in page
    leave(cyclists, people[2])
    assert Weighed.of(spoken_for(idee.pk)).balanced == 4
    cyclists.dissolved_at = timezone.now()
    cyclists.save()
    assert spoken_for(idee.pk) == {None: 3, walkers.pk: 2}, "whoever is of a group that is no more speaks with the next"


@pytest.mark.django_db
def test_nothing_is_ordered_by_supports(client: Client) -> None:
    answer = client.get("/idees/?ordre=soutiens")
    assert answer.status_code == 400 and "Cet ordre n’existe pas" in answer.content.decode()
    for name in ("ordering", "ordre", "tri"):
        assert client.get(f"/api/v1/idees/?{name}=soutiens").json()["count"] == 0
    schema = client.get("/api/v1/schema/?format=json").json()
    named = {one["name"] for path in schema["paths"].values() for one in path.get("get", {}).get("parameters", [])}
    assert not named & {"ordering", "ordre", "tri", "sort"}


@pytest.mark.django_db
def test_who_speaks_here_is_told_without_a_name_and_only_when_enough_do(client: Client) -> None:
    person = alice()
    make_idee(author=person)
    make_idee()
    page = client.get("/idees/qui-parle/").content.decode()
    assert "Moins de 40 personnes" in page and "Gini" not in page and "Alice" not in page
    for resident in people_of(40):
        make_idee(author=resident)
    page = client.get("/idees/qui-parle/").content.decode()
    assert "indice de Gini" in page and "<dd>41</dd>" in page and "Personne" not in page
    assert client.get("/idees/qui-parle/?campagne=nulle-part").status_code == 404
