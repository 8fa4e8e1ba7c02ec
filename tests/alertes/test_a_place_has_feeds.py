"""A place without a subscription: `/alertes/lieu/flux.atom` with GeoRSS points, `/alertes/lieu/agenda.ics`."""

from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pyogrio
import pytest
import shapely
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


def test_gdal_reads_the_feed_as_a_layer(client: Client, tmp_path: Path) -> None:
    make_fiche(kind="idee", title="Un <banc>")
    (tmp_path / "flux.atom").write_bytes(client.get(f"/alertes/lieu/flux.atom?{HERE}").content)
    layer = pyogrio.read_dataframe(tmp_path / "flux.atom")
    assert list(layer["title"]) == ["Une nouvelle idée : Un <banc>"]
    assert layer.geometry[0].distance(shapely.Point(*on_grid(CHATEAU).coords)) < 1e-6


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


def test_one_fiche_has_its_feed_with_a_point_and_its_calendar(client: Client) -> None:
    works = _works(title="Cours", begins_on=date(2020, 1, 1), ends_on=timezone.localdate() + timedelta(days=9))
    record(works, What.STATUS, role="system", before="planned", after="building")
    feed = ElementTree.fromstring(client.get(f"/fiches/{works.uuid}/suivi.atom").content)
    assert feed.findtext(f"{GEORSS}point") == f"{CHATEAU.y:f} {CHATEAU.x:f}"
    assert client.get(f"/fiches/{works.uuid}/agenda.ics").content.decode().count("BEGIN:VEVENT") == 1
    assert f'href="/fiches/{works.uuid}/agenda.ics"' in client.get(works.get_absolute_url()).content.decode()
    hidden = make_fiche(kind="equipement", visibility=Visibility.WAITING)
    assert client.get(f"/fiches/{hidden.uuid}/agenda.ics").status_code == 404


def test_nothing_that_a_file_brought_in_breaks_the_feed_for_everybody(client: Client) -> None:
    odd = make_fiche(kind="idee", title="Un\x07 banc\x1b ]]> \u202e", text="\x0b")
    record(odd, What.ANSWER, role="agent", public_text="Oui\x0c.\r\nEND:VEVENT")
    (entry,) = _entries(client, HERE)
    assert entry.findtext(f"{ATOM}title") == "Une nouvelle idée : Un banc ]]>"
    assert client.get(f"/fiches/{odd.uuid}/suivi.atom").content.decode().count("<entry>") == 1
    lines = calendar("Un\x07\r\nEND:VCALENDAR", []).split("\r\n")
    assert "X-WR-CALNAME:Un\\nEND:VCALENDAR" in lines and lines.count("END:VCALENDAR") == 1


def test_feeds_are_read_and_nothing_else(client: Client) -> None:
    fiche = make_fiche()
    for address in (f"/alertes/lieu/flux.atom?{HERE}", f"/alertes/lieu/agenda.ics?{HERE}",
                    f"/fiches/{fiche.uuid}/suivi.atom", f"/fiches/{fiche.uuid}/agenda.ics"):  # fmt: skip
        assert client.head(address).status_code == 200
        for asked in (client.post, client.put, client.delete):
            answer = asked(address)
            assert answer.status_code == 405 and answer["Allow"] == "GET, HEAD", address


def test_no_line_of_a_calendar_is_too_long_nor_a_letter_cut() -> None:
    text = calendar("é" * 200, [])
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "é" * 200 in text.replace("\r\n ", "")
