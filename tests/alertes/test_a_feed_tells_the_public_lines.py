"""`/fiches/<uuid>/suivi.atom`: what everybody may read of one fiche's history, and nothing else."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from carto.fiches.actions import record
from carto.fiches.models import Fiche, Visibility, What
from tests.factories import make_fiche
from tests.people import bob

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def _feed(client: Client, fiche: Fiche) -> ElementTree.Element:
    answer = client.get(f"/fiches/{fiche.uuid}/suivi.atom")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def test_public_lines_are_told_and_private_ones_are_not(client: Client) -> None:
    fiche = make_fiche(title="Arbre <tombé> & banc")
    record(fiche, What.STATUS, role="agent", person=bob(), before="received", after="treated", private_text="12 € HT")
    record(fiche, What.ANSWER, role="agent", public_text="L’arbre est <b>coupé</b>.")
    record(fiche, What.HELD, role="system", public_text="Une plaque se lit.")
    record(fiche, What.MODERATED, role="moderator", private_text="Voisin fâché")
    feed = _feed(client, fiche)
    assert feed.findtext(f"{ATOM}title") == f"Arbre <tombé> & banc ({fiche.number})"
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["Une réponse est arrivée", "C’est maintenant « traité »"]
    text = ElementTree.tostring(feed, "unicode")
    for private in ("12 €", "plaque", "Voisin", "Bob", "bob@"):
        assert private not in text
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(set(ids)) == 2 and all(each.startswith(f"urn:uuid:{fiche.uuid}") for each in ids)


@pytest.mark.parametrize("visibility", ["draft", "waiting", "withdrawn", "binned", "removed"])
def test_what_is_not_public_has_no_feed(client: Client, visibility: str) -> None:
    fiche = make_fiche(visibility=visibility)
    assert client.get(f"/fiches/{fiche.uuid}/suivi.atom").status_code == 404


def test_a_joined_one_keeps_its_feed(client: Client) -> None:
    _feed(client, make_fiche(visibility=Visibility.JOINED))


def test_a_feed_costs_the_same_whatever_its_length(client: Client) -> None:
    def cost(count: int) -> int:
        fiche = make_fiche()
        for _turn in range(count):
            record(fiche, What.ANSWER, role="agent", public_text="Oui.")
        with CaptureQueriesContext(connection) as queries:
            _feed(client, fiche)
        return len(queries)

    assert cost(1) == cost(20) <= 3
