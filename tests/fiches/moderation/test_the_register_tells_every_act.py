"""Every act is in the public register with its rule and reason, by role and never by name; the months count them."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django.asserts import assertNumQueries

from carto.fiches.models import Acte, ActeKind, Commentaire, Rule
from carto.fiches.moderation import actions, pictures
from carto.fiches.moderation.register.figures import figures
from tests.factories import make_fiche
from tests.fiches.moderation.samples import emma, make_held, make_photo
from tests.people import alice, bob
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db
REASON = "Le texte vend des vérandas."


def _lines(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(csv.reader(io.StringIO(body.decode())))


def test_each_act_says_what_by_which_rule_and_by_whom_in_what_role(client: Client) -> None:
    moderator, agent = emma(), bob()
    actions.set_aside(make_idee(title="Vérandas à moitié prix"), by=moderator, rule=Rule.ADVERT, reason=REASON)
    actions.approve(make_held(), by=moderator)
    pictures.publish(make_photo(), [], by=agent, role="agent")
    page = client.get("/registre/").content.decode()
    assert page.count('class="act"') == 3
    assert REASON in page and "par la modération" in page and "par un service" in page
    assert "Emma" not in page and "Bob" not in page
    header, *lines = _lines(client, "/registre/actes.csv")
    assert header[:6] == ["numero", "date", "acte", "regle", "raison", "role"]
    assert [line[2:6] for line in lines] == [
        ["shown", "", "", "agent"], ["approved", "", "", "moderator"], ["binned", "advert", REASON, "moderator"],
    ]  # fmt: skip


def test_the_months_count_acts_by_rule_and_what_became_of_them(client: Client) -> None:
    fiche = make_fiche()
    for at, rule, undone in (
        (datetime(2026, 10, 31, 23, 30, tzinfo=UTC), "advert", None),  # already November in Nantes
        (datetime(2026, 11, 2, tzinfo=UTC), "advert", datetime(2026, 11, 3, tzinfo=UTC)),
        (datetime(2026, 11, 2, tzinfo=UTC), "insult", None),
        (datetime(2025, 11, 2, tzinfo=UTC), "insult", None),  # more than twelve months ago
    ):
        Acte.objects.create(fiche=fiche, what=ActeKind.BINNED, rule=rule, at=at, undone_at=undone)
    told = figures(datetime(2026, 11, 26).date())
    by_rule = {row.rule: row for row in told.rules}
    assert (by_rule["advert"].counts[-2:], by_rule["insult"].counts[-1], by_rule["flood"].total) == ((0, 2), 1, 0)
    assert [row.counts[-1] for row in told.others] == [3, 1, 0, 0]
    assert len(by_rule["advert"].bars) == 1 and by_rule["advert"].bars[0].y == 0 and not by_rule["flood"].bars
    assert _lines(client, "/registre/mois.csv")[0][0] == "regle"


def test_one_asks_for_a_month_a_rule_or_what_was_contested(client: Client) -> None:
    fiche = make_fiche()
    for rule in ("advert", "insult"):
        Acte.objects.create(fiche=fiche, what="binned", rule=rule, at=datetime(2026, 3, 5, tzinfo=UTC))
    Acte.objects.create(fiche=fiche, what="approved")
    asked = {
        "?regle=insult": 1,
        "?mois=2026-03": 2,
        "?sorte=verifies": 1,
        "?sorte=contestes": 0,
        "?mois=2026-03&regle=advert": 1,
    }
    for query, n in asked.items():
        assert client.get(f"/registre/{query}").content.decode().count('class="act"') == n, query
    for wrong in ("?mois=2026-99", "?mois=x", "?regle=%00", "?sorte=jamais", "?page=z"):
        assert client.get(f"/registre/{wrong}").status_code == 200


def test_a_page_of_the_register_asks_few_queries(client: Client) -> None:
    person = emma()
    for _ in range(12):
        actions.set_aside(make_idee(), by=person, rule=Rule.ADVERT, reason=REASON)
    with assertNumQueries(6):  # juries that are over, figures of two tables, count, order of both, acts
        client.get("/registre/")


def test_the_page_of_an_act_lets_one_read_what_may_be_read(client: Client) -> None:
    person = emma()
    idee = make_idee(title="Vérandas", text="À moitié prix.")
    advert = actions.set_aside(idee, by=person, rule=Rule.ADVERT, reason=REASON)
    comment = Commentaire.objects.create(fiche=make_idee(), text="Achetez ici.", author=alice())
    spoken = actions.set_aside(comment, by=person, rule=Rule.ADVERT, reason=REASON)
    insult = actions.set_aside(
        make_idee(text="Untel est un voleur."), by=person, rule=Rule.INSULT, reason="Une attaque."
    )
    assert "À moitié prix." in client.get(f"/registre/{advert.pk}/").content.decode()
    words = client.get(f"/registre/{spoken.pk}/").content.decode()
    assert "Achetez ici." in words and "Alice" not in words and "Emma" not in words
    page = client.get(f"/registre/{insult.pk}/").content.decode()
    assert "Une attaque." in page and "voleur" not in page
    gone = client.get(idee.get_absolute_url())
    assert "no-store" in gone["Cache-Control"]  # it may be restored: a browser would keep a 410 for ever
    assert gone.status_code == 410 and "À moitié prix." in gone.content.decode() and REASON in gone.content.decode()
    assert client.get("/registre/999999/").status_code == 404


def test_the_bin_is_readable_and_out_of_every_count(client: Client) -> None:
    kept, binned = make_idee(title="Un banc gardé"), make_idee(title="Une réclame binnée")
    actions.set_aside(binned, by=emma(), rule=Rule.ADVERT, reason=REASON)
    views = {
        "list": client.get("/idees/").content.decode(),
        "everything": client.get("/liste/").content.decode(),
        "api": client.get("/api/v1/idees/").content.decode(),
        "fiches": client.get("/api/v1/fiches/").content.decode(),
        "export": b"".join(client.get("/donnees/fiches.csv").streaming_content).decode(),
        "search": client.get("/recherche/?q=banc").content.decode(),
    }
    for name, body in views.items():
        assert "Une réclame binnée" not in body and "Un banc gardé" in body, name
    assert 'data-total="1"' in views["list"] and client.get("/comptes/").json()["total"] == 1
    assert client.get(f"/fiches/{binned.uuid}/apercu/").status_code == 404
    assert client.get(f"/fiches/{kept.uuid}/apercu/").status_code == 200
    assert "Une réclame binnée" in client.get("/corbeille/").content.decode()
