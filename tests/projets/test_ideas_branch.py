"""Branches: a change or another answer is an idea of its own; taken up or not, each stays readable and compared."""

from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from carto.fiches.actions import digest
from carto.fiches.models import Evenement, Lien, LienKind, SecretLink, Visibility, What
from carto.geometry import on_grid
from projets.idees.fusions.branches import branch
from projets.idees.fusions.comparing import side_by_side
from projets.idees.fusions.tree import every, tree_of
from projets.idees.models import Amendement, Idee, Settled
from tests.factories import make_fiche, make_territoire
from tests.people import alice, charlie, denise
from tests.places import COURS_DES_50_OTAGES
from tests.projets.samples import filled, load_palette, make_equipement, make_idee, make_sticker

pytestmark = pytest.mark.django_db
PROPOSE, SECRET = "/proposer/", "s" * 43


def told(idee: Idee) -> list[str]:
    return list(idee.evenements.values_list("what", flat=True))


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_sent_from_an_idea_it_is_its_branch_and_both_histories_say_it(client: Client) -> None:
    load_palette()
    target = make_idee()
    form = page(client, f"{PROPOSE}?amende={target.uuid}")
    assert "un changement" in form and "Un banc à l’ombre" in form
    client.post(PROPOSE, filled(amende=str(target.uuid), text="Deux bancs, face à face", autocollant="banc"))
    client.post(PROPOSE, filled(alternative=str(target.uuid), autocollant="arbre"))
    change, other = Idee.objects.exclude(pk=target.pk).order_by("pk")
    assert (change.amendement.target, change.amendement.alternative) == (target, False)
    assert (other.amendement.target, other.amendement.alternative) == (target, True)
    kinds = dict(Lien.objects.filter(target=target).values_list("source", "kind"))
    assert kinds == {change.pk: LienKind.AMENDS, other.pk: LienKind.ALTERNATIVE}
    assert told(target) == [What.AMENDED, What.AMENDED] and What.AMENDED in told(change)
    assert not Evenement.objects.exclude(person=None).exists(), "anonymous means anonymous"
    shown = page(client, target.get_absolute_url())
    assert "y change quelque chose" in shown and "y répond autrement" in shown and change.get_absolute_url() in shown


@pytest.mark.parametrize("named", ["zzz", "\x00", "b1f0e7ea-16a5-4b10-8a44-7d0e0d5a3d1c", "hidden"])
def test_a_branch_of_what_nobody_may_read_is_an_idea_like_any_other(client: Client, named: str) -> None:
    load_palette()
    hidden = make_idee(title="Cachée", visibility=Visibility.WAITING)
    named = str(hidden.uuid) if named == "hidden" else named
    assert "Cachée" not in page(client, f"{PROPOSE}?amende={named}".replace("\x00", "%00"))
    answer = client.post(PROPOSE, filled(amende=named.replace("\x00", "")))
    assert answer.status_code == 302 and not Amendement.objects.exists()


@pytest.fixture
def change() -> Amendement:
    """What somebody would change of an anonymous idea, known by its secret link."""
    make_territoire(COURS_DES_50_OTAGES)
    target = make_idee(title="Un banc ici", text="Pour les anciens.")
    SecretLink.objects.create(fiche=target, digest=digest(SECRET))
    change = make_idee(title="Deux bancs ici", text="Pour les anciens et les enfants.")
    for idee in (target, change):
        idee.refresh_from_db()
    return branch(change, target, alternative=False)


def test_its_card_on_the_map_tells_the_tree_with_places_and_numbers(client: Client, change: Amendement) -> None:
    alone = make_idee(Point(-1.55, 47.21, srid=4326), title="Seule")
    assert "data-branch" not in page(client, f"/fiches/{alone.uuid}/apercu/")
    card = page(client, f"/fiches/{change.target.uuid}/apercu/")
    assert 'data-branch="1" data-above="0"' in card and 'data-branch="2" data-above="1"' in card
    shown = on_grid(COURS_DES_50_OTAGES)
    at = f"{round(shown.x, 6)},{round(shown.y, 6)}"
    assert card.count(f'data-at="{at}"') == 2 and change.idee.get_absolute_url() in card
    assert "y change quelque chose" in card and "(vous êtes ici)" in card
    Idee.objects.filter(pk=change.idee.pk).update(visibility=Visibility.REMOVED)
    assert "data-branch" not in page(client, f"/fiches/{change.target.uuid}/apercu/")


def settle(client: Client, address: str, **changes: Any) -> int:
    return client.post(address, {"seen": "open", "settled": "taken", "reason": ""} | changes).status_code


def test_its_author_takes_it_up_by_the_secret_link_and_its_words_are_credited(
    client: Client, change: Amendement
) -> None:
    assert "On propose d’y changer quelque chose" in page(client, f"/suivre/{SECRET}/")
    address = f"/suivre/{SECRET}/amendements/{change.pk}/"
    assert "<mark>" in page(client, address)
    assert settle(client, address) == 302
    shown = page(client, change.target.get_absolute_url())
    assert "Pour les anciens et les enfants." in shown and "Repris de" in shown and change.idee.number in shown
    assert told(change.idee) == told(change.target) == [What.AMENDED, What.AMENDED]
    assert "est repris dans" in change.target.evenements.last().public_text


def test_not_taken_up_it_owes_a_reason_and_stays_to_be_read(client: Client, change: Amendement) -> None:
    address = f"/suivre/{SECRET}/amendements/{change.pk}/"
    assert settle(client, address, settled="not_taken") == 422
    assert settle(client, address, settled="not_taken", reason="Appelez M. Dupont au 06 12 34 56 78") == 422
    assert settle(client, address, settled="not_taken", reason="La place est étroite") == 302
    assert settle(client, address) == 409, "decided meanwhile: read again first"
    shown = page(client, change.target.get_absolute_url())
    assert "non repris" in shown and "La place est étroite" in shown and "Repris de" not in shown
    assert "Deux bancs ici" in page(client, change.idee.get_absolute_url())


def test_the_referent_decides_too_and_a_stranger_does_not(client: Client, change: Amendement) -> None:
    address = f"{change.target.get_absolute_url()}amendements/{change.pk}/"
    assert settle(client, address) == 302 and not change.target.evenements.filter(actor_role="referent").exists()
    client.force_login(charlie())
    assert settle(client, address) == 403
    client.force_login(denise(change.target.quartier or Idee.objects.get(pk=change.target.pk).quartier))
    assert "Décider" in page(client, change.target.get_absolute_url())
    assert settle(client, address) == 302
    assert change.target.evenements.get(actor_role="referent").what == What.AMENDED
    change.refresh_from_db()
    assert change.settled == Settled.TAKEN


def test_another_answer_is_never_settled(client: Client) -> None:
    person = alice()
    target = make_idee(author=person)
    other = branch(make_idee(title="Un arbre"), target, alternative=True)
    client.force_login(person)
    assert settle(client, f"{target.get_absolute_url()}amendements/{other.pk}/") == 404


def test_the_tree_shows_the_whole_family_on_the_page_of_each(client: Client) -> None:
    root = make_idee(title="Un banc")
    change = branch(make_idee(title="Deux bancs"), root, alternative=False).idee
    deeper = branch(make_idee(title="Trois bancs"), change, alternative=False).idee
    other = branch(make_idee(title="Un arbre", autocollant=make_sticker("arbre")), root, alternative=True).idee
    report, bench = make_fiche(title="Nulle part où s’asseoir"), make_equipement(title="Le banc du cours")
    Lien.objects.create(source=root, target=report, kind=LienKind.GREW_FROM, role="resident")
    Lien.objects.create(source=bench, target=root, kind=LienKind.DELIVERS, role="agent")
    order = [report, root, change, deeper, other, bench]
    for idee in (root, change, deeper, other):
        (top,) = tree_of(idee)
        assert [node.fiche.pk for node in top.walk()] == [fiche.pk for fiche in order]
        assert [node.fiche.pk for node in top.walk() if node.here] == [idee.pk]
        shown = page(client, idee.get_absolute_url())
        assert all(fiche.title in shown for fiche in order)
    assert "la réalise" in shown and "en est née" in shown
    whole = page(client, f"{deeper.get_absolute_url()}branches/")
    assert whole.count('class="rank"') == 6 and "branches-dessinees" in whole


def test_a_branch_that_left_is_not_told_and_what_hangs_under_it_is() -> None:
    root = make_idee(title="Un banc")
    gone = branch(make_idee(title="Une horreur", visibility=Visibility.BINNED), root, alternative=False).idee
    under = branch(make_idee(title="Trois bancs"), gone, alternative=False).idee
    branch(make_idee(title="Une autre horreur", visibility=Visibility.BINNED), root, alternative=False)
    (top,) = tree_of(under)
    assert [(node.fiche.pk, node.readable) for node in top.walk()] == [
        (root.pk, True), (gone.pk, False), (under.pk, True)
    ]  # fmt: skip


def test_links_that_run_in_a_circle_make_a_tree_all_the_same() -> None:
    one, two = make_idee(title="Un"), make_idee(title="Deux")
    for source, target, kind in ((one, two, "amends"), (two, one, "merged"), (one, two, "grew_from")):
        Lien.objects.create(source=source, target=target, kind=kind, role="resident")
    assert len(every(tree_of(one))) == 2


def test_a_family_of_two_and_of_forty_cost_the_same(client: Client) -> None:
    root, costs = make_idee(title="Un banc"), []
    for count in (2, 38):
        for rank in range(count):
            place = Point(COURS_DES_50_OTAGES.x + rank / 5000, COURS_DES_50_OTAGES.y, srid=4326)
            branch(make_idee(place, title=f"Branche {rank}"), root, alternative=bool(rank % 2))
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{root.get_absolute_url()}branches/")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_two_are_read_in_two_columns_and_what_only_one_says_is_marked(client: Client) -> None:
    root = make_idee(title="Un banc", text="Un banc à l’ombre du tilleul")
    other = branch(make_idee(title="Deux bancs", text="Un banc <b> au soleil"), root, alternative=False).idee
    shown = page(client, f"{root.get_absolute_url()}comparer/{other.uuid}/")
    assert "<mark>à l’ombre du tilleul</mark>" in shown and "&lt;b&gt;" in shown
    hidden = make_idee(visibility=Visibility.WAITING)
    assert client.get(f"{root.get_absolute_url()}comparer/{hidden.uuid}/").status_code == 404


def test_comparing_loses_no_word() -> None:
    one, other = ("", "a b  c\n\nd " * 300), ("t", "a x c\n d " * 300)
    for column, (title, text) in zip(side_by_side(one, other), (one, other), strict=True):
        assert "".join(piece for piece, _own in column.text) == text
        assert "".join(piece for piece, _own in column.title) == title
