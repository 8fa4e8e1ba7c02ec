"""What anyone makes of the contributions: composed from a view, its sources counted when read, beside the others."""

from uuid import uuid4

import pytest
from django.test import Client

from carto.comptes.models import Role, RoleName, User
from carto.fiches.models import Fiche, Visibility
from projets.idees.models import Restitution
from tests.factories import make_fiche, make_theme
from tests.people import alice, hugo
from tests.places import CHATEAU, COMMERCE

pytestmark = pytest.mark.django_db
COMPOSE = "/restitutions/composer/"


def _sent(**fields: str) -> dict[str, str]:
    return {"uuid": str(uuid4()), "title": "Des bancs", "text": "On veut s’asseoir.", "query": "couches=idees"} | fields


def _published(client: Client, **fields: str) -> tuple[Restitution, str]:
    answer = client.post(COMPOSE, _sent(**fields))
    assert answer.status_code == 302, answer.context["form"].errors
    return Restitution.objects.latest("pk"), answer["Location"].split("?")[0]


def _banc(**fields: object) -> Fiche:
    return make_fiche(**{"geom": CHATEAU, "kind": "idee", "title": "Un banc", "theme": make_theme("repos")} | fields)


def test_a_restitution_counts_its_sources_when_it_is_read(client: Client) -> None:
    _banc()
    make_fiche(geom=COMMERCE)
    restitution, _secret = _published(client)
    page = client.get(restitution.get_absolute_url()).content.decode()
    assert "<strong>1</strong> Idées" in page
    assert "/liste/?couches=idees" in page
    _banc()
    assert "<strong>2</strong> Idées" in client.get(restitution.get_absolute_url()).content.decode()


def test_chosen_fiches_come_with_a_word_on_each_in_their_order(client: Client) -> None:
    first, second = _banc(title="Un banc"), _banc(title="Une fontaine")
    restitution, _secret = _published(client, **{
        f"fiche-{second.uuid}": "1", f"mots-{second.uuid}": "Il fait chaud", f"fiche-{first.uuid}": "1", "query": "",
    })  # fmt: skip
    assert [(each.fiche_id, each.text) for each in restitution.chosen.all()] == [
        (second.pk, "Il fait chaud"), (first.pk, ""),
    ]  # fmt: skip
    page = client.get(restitution.get_absolute_url()).content.decode()
    assert page.index("Une fontaine") < page.index("Un banc")


def test_a_fiche_joins_by_its_number_and_a_wrong_number_keeps_what_was_typed(client: Client) -> None:
    fiche = _banc()
    answer = client.post(COMPOSE, _sent(numero="I-1999-000001", text="Tout ce que j’ai écrit"))
    assert answer.status_code == 422
    assert "Tout ce que j’ai écrit" in answer.content.decode()
    restitution, _secret = _published(client, numero=fiche.number.lower())
    assert [each.fiche_id for each in restitution.chosen.all()] == [fiche.pk]


def test_nothing_to_show_is_refused_in_words(client: Client) -> None:
    answer = client.post(COMPOSE, _sent(query=""))
    assert answer.status_code == 422
    assert "Choisissez au moins une fiche" in answer.content.decode()


def test_the_secret_alone_changes_and_withdraws_it(client: Client) -> None:
    _banc()
    restitution, mine = _published(client)
    assert client.get("/restitutions/modifier/autre/").status_code == 404
    assert "On veut s’asseoir." in client.get(mine).content.decode()
    assert client.post(mine, _sent(text="On veut de l’ombre.")).status_code == 302
    restitution.refresh_from_db()
    assert restitution.text == "On veut de l’ombre."
    client.post(mine, {"retirer": "1"})
    assert client.get(restitution.get_absolute_url()).status_code == 410
    assert client.post(mine, _sent(text="encore")).status_code == 409


def test_the_same_form_sent_twice_is_one_page(client: Client) -> None:
    _banc()
    sent = _sent()
    assert {client.post(COMPOSE, sent).status_code for _turn in range(2)} == {302}
    assert Restitution.objects.count() == 1


def test_nobody_is_named_unless_they_say_so(client: Client) -> None:
    _banc()
    client.force_login(alice())
    restitution, _secret = _published(client)
    assert restitution.author is None
    assert "anonyme" in client.get(restitution.get_absolute_url()).content.decode()


def test_only_those_who_animate_speak_for_the_city(client: Client) -> None:
    _banc()
    client.force_login(alice())
    assert not _published(client, official="on")[0].official
    client.force_login(hugo())
    assert _published(client, official="on")[0].official


def test_the_official_one_stands_among_the_others_in_an_order_that_holds_for_one_visit(client: Client) -> None:
    for rank in range(8):
        Restitution.objects.create(title=f"R{rank}", digest=str(rank), official=rank == 0, query="couches=idees")
    orders = set()
    for _visit in range(6):
        client.cookies.clear()
        seen = [[one.title for one in client.get("/restitutions/").context["page"]] for _turn in range(2)]
        assert seen[0] == seen[1]
        assert sorted(seen[0]) == [f"R{rank}" for rank in range(8)]
        orders.add(tuple(seen[0]))
    assert len(orders) > 1


def test_words_that_may_name_somebody_wait_and_a_moderator_bins_them_with_a_reason(client: Client) -> None:
    _banc()
    told = {"text": "Appelez-moi au 06 12 34 56 78", "sure": "on"}
    restitution, _secret = _published(client, **told)
    assert restitution.visibility == Visibility.WAITING
    assert client.get(restitution.get_absolute_url()).status_code == 404
    moderator = User.objects.create_user("moderation@exemple.fr")
    Role.objects.create(user=moderator, name=RoleName.MODERATOR)
    assert client.post(f"{restitution.get_absolute_url()}relire/", {"corbeille": "1"}).status_code == 403
    client.force_login(moderator)
    assert restitution.title in client.get("/restitutions/").content.decode()
    look = f"{restitution.get_absolute_url()}relire/"
    assert client.post(look, {"corbeille": "1"}).status_code == 422
    client.post(look, {"corbeille": "1", "rule": "personal", "reason": "Un numéro de téléphone."})
    client.logout()
    page = client.get(restitution.get_absolute_url()).content.decode()
    assert "Un numéro de téléphone." in page
    assert restitution.title not in client.get("/restitutions/").content.decode()


@pytest.mark.parametrize("query", ["couches=nulle", "depuis=hier", "territoire=a%00", "x" * 900, "cadre=1,2"])
def test_a_wrong_view_is_left_out_and_nothing_breaks(client: Client, query: str) -> None:
    assert client.get(f"{COMPOSE}?{query}").status_code == 200
    assert client.post(COMPOSE, _sent(query=query)).status_code in {302, 422}


def test_a_strange_campaign_lists_them_all(client: Client) -> None:
    assert client.get("/restitutions/?campagne=a%00b").status_code == 200


def test_the_list_costs_the_same_for_two_and_for_twenty(client: Client, django_assert_num_queries: object) -> None:
    for rank in range(2):
        Restitution.objects.create(title=f"R{rank}", digest=f"a{rank}", query="couches=idees")
    with django_assert_num_queries(2):
        client.get("/restitutions/")
    for rank in range(20):
        Restitution.objects.create(title=f"S{rank}", digest=f"b{rank}", query="couches=idees")
    with django_assert_num_queries(2):
        client.get("/restitutions/")
