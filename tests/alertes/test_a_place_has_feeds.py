"""A place without a subscription: `/alertes/lieu/flux.atom` with GeoRSS points, `/alertes/lieu/agenda.ics`."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from carto.alertes.places.calendar import calendar
from carto.fiches.actions import record
from carto.fiches.models import Visibility, What
from carto.geometry import on_grid
from projets.equipements.models import Equipement
from projets.opportunites.models import Decision, Opportunite, Reunion
from tests.alertes.places import make_street
from tests.factories import make_fiche, make_theme
from tests.places import CHATEAU, REZE

pytestmark = pytest.mark.django_db
ATOM, GEORSS = "{http://www.w3.org/2005/Atom}", "{http://www.georss.org/georss}"
HERE = f"lat={CHATEAU.y}&lon={CHATEAU.x}&rayon=500"


def _entries(client: Client, query: str) -> list[ElementTree.Element]:
    answer = client.get(f"/alertes/lieu/flux.atom?{query}")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/atom+xml")
    return list(ElementTree.fromstring(answer.content).iter(f"{ATOM}entry"))


def _works(**fields: object) -> Equipement:
    said = {"kind": "equipement", "geom": CHATEAU, "theme": make_theme(), "nature": "works", "status": "planned"}
    return Equipement.objects.create(**(said | fields))


def test_the_feed_tells_what_is_new_decided_and_built_there(client: Client) -> None:
    idea = make_fiche(kind="idee", title="Un <banc> & de l’ombre", theme=make_theme("nature"))
    make_fiche(kind="idee", title="Pas encore", visibility=Visibility.WAITING)
    make_fiche(kind="idee", title="Trop loin", geom=REZE)
    topic = make_fiche(kind="opportunite", title="La place")
    record(topic, What.DECIDED, role="referent", public_text="C’est oui.", private_text="mon avis")
    works = _works(title="Cours")
    record(works, What.STATUS, role="system", before="planned", after="building")
    entries = _entries(client, HERE)
    titles = {entry.findtext(f"{ATOM}title") for entry in entries}
    assert titles == {
        "Une nouvelle idée : Un <banc> & de l’ombre", "Une nouvelle opportunité : La place",
        "La décision est prise : La place", "Des travaux : Cours", "C’est maintenant « en chantier » : Cours",
    }  # fmt: skip
    shown = on_grid(CHATEAU)  # of the idea, which nobody signed
    points = {entry.findtext(f"{GEORSS}point") for entry in entries}
    assert points == {f"{CHATEAU.y:f} {CHATEAU.x:f}", f"{shown.y:f} {shown.x:f}"}
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 5
    assert "mon avis" not in client.get(f"/alertes/lieu/flux.atom?{HERE}").content.decode()
    (only,) = _entries(client, f"{HERE}&themes=nature&quoi=idee,decisions")
    assert str(idea.uuid) in only.findtext(f"{ATOM}id")


def test_a_street_s_feed_costs_the_same_whatever_its_length(client: Client) -> None:
    street = make_street()

    def cost(count: int) -> int:
        for _turn in range(count):
            make_fiche(kind="idee")
        with CaptureQueriesContext(connection) as queries:
            assert _entries(client, f"lieu={street.code}")
        return len(queries)

    assert cost(1) == cost(20) <= 8


@pytest.mark.parametrize(
    "query", ["", "lieu=nulle-part", "lat=1&lon=1&rayon=500", "contour=1,2;3", f"{HERE}&quoi=tout"]
)
def test_what_is_no_place_has_no_feed(client: Client, query: str) -> None:
    for name in ("flux.atom", "agenda.ics"):
        assert client.get(f"/alertes/lieu/{name}?{query}").status_code == 404


def test_the_calendar_tells_meetings_decisions_and_works(client: Client) -> None:
    topic = Opportunite.objects.create(kind="opportunite", geom=CHATEAU, theme=make_theme(), title="La place")
    soon = timezone.now() + timedelta(days=3)
    Reunion.objects.create(opportunite=topic, at=soon, place="Maison de quartier; salle 2", role="referent")
    day = date.fromordinal(timezone.localdate().toordinal() + 9)
    Decision.objects.create(opportunite=topic, expected_on=day, announced_at=timezone.now(), role="referent")
    Decision.objects.create(opportunite=topic, expected_on=day, role="referent")  # not announced yet
    _works(title="Cours", begins_on=day, ends_on=day + timedelta(days=30))
    _works(title="Fini", begins_on=date(2020, 1, 1), ends_on=date(2020, 2, 1))
    answer = client.get(f"/alertes/lieu/agenda.ics?{HERE}")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 3
    assert "SUMMARY:Réunion : La place\r\n" in text and "LOCATION:Maison de quartier\\; salle 2" in text
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}\r\n" in text
    assert f"DTEND;VALUE=DATE:{day + timedelta(days=31):%Y%m%d}" in text, "the day after the last"
    assert client.get(f"/alertes/lieu/agenda.ics?{HERE}&quoi=works").content.decode().count("BEGIN:VEVENT") == 1


def test_no_line_of_a_calendar_is_too_long_nor_a_letter_cut() -> None:
    text = calendar("é" * 200, [])
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "é" * 200 in text.replace("\r\n ", "")
