"""The photo of a sheet is looked at by a person, becomes ideas once, and its stubs open them."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from carto.fiches.models import Origin, SecretLink, Visibility
from carto.geometry import metres_between
from projets.idees.models import Calque, Feuille, Idee, Releve, ReleveState, Souche, Trait
from projets.idees.papers.actions import forget_pictures
from projets.idees.papers.codes import grouped, stub_code
from projets.idees.papers.frame import Frame
from projets.idees.papers.tasks import read_releve
from tests.people import charlie, hugo
from tests.projets.papers.filling import DOTS, Drawn, Glued, Shot, cat, filled, photographed, upload

TREE = Glued("vert", 0.25, 0.4)
PLAY = Glued("jaune", 0.6, 0.7)
PATH = Drawn("bleu", [(0.3, 0.2), (0.5, 0.25), (0.8, 0.2)])


@pytest.fixture
def photo(sheet: tuple[Feuille, np.ndarray]) -> tuple[Feuille, bytes]:
    """(a sheet with two stickers and a stroke, its photo)."""
    feuille, blank = sheet
    return feuille, photographed(filled(blank, "A4", [TREE, PLAY, PATH]), Shot(size=(1600, 1200), angle=12, light=0.8))


@pytest.fixture
def releve(sheets: Callable[..., list[Feuille]]) -> Releve:
    """A reading that waits for a person: two stickers and a line."""
    [feuille] = sheets()
    frame = Frame.of_polygon(feuille.geom)

    def line(kind: str, colour: str, *points: tuple[float, float]) -> dict[str, Any]:
        geom = frame.geometry(kind, list(points))
        return {
            "kind": kind,
            "colour": colour,
            "sure": 0.9,
            "geom": {"type": geom.geom_type, "coordinates": geom.coords},
        }

    found = [
        line("sticker", "vert", (0.25, 0.4)),
        line("sticker", "jaune", (0.6, 0.7)),
        line("line", "bleu", *PATH.points),
    ]
    picture = ContentFile(b"photo", name="photo.jpg")
    return Releve.objects.create(feuille=feuille, state=ReleveState.READ, found=found, image=picture, straight=picture)


def _filled(releve: Releve, **changes: str) -> dict[str, str]:
    """The page's form as it stands, with changes."""
    told = {"m-TOTAL_FORMS": "3", "m-INITIAL_FORMS": "3"}
    for rank, (code, x, y) in enumerate(
        [("arbre", "58", "54.4"), ("aire-de-jeux", "139.2", "95.2"), ("passage", "", "")]
    ):
        row = {"rank": str(rank), "keep": "on", "autocollant": code, "stub": "0", "x": x, "y": y, "text": ""}
        told |= {f"m-{rank}-{name}": value for name, value in row.items()}
    return told | changes


def _address(releve: Releve) -> str:
    return f"/feuilles/releve/{releve.uuid}/"


def test_whoever_has_the_sheet_sends_its_photo_and_sees_what_was_read(
    client: Client, photo: tuple[Feuille, bytes]
) -> None:
    feuille, content = photo
    answer = client.post(f"/feuilles/{feuille.code}/", {"photo": upload(content)})
    releve = Releve.objects.get()
    assert answer.headers["Location"] == _address(releve)
    assert (releve.feuille, releve.by, releve.state) == (feuille, None, ReleveState.READ)
    page = client.get(_address(releve)).content.decode()
    assert "3 marques trouvées" in page
    assert client.get(f"{_address(releve)}carte.jpg").headers["Content-Type"] == "image/jpeg"
    place = Point(*Frame.of_polygon(feuille.geom).place(TREE.x, TREE.y), srid=4326)
    assert min(metres_between(place, Point(*line["geom"]["coordinates"])) for line in releve.found[:2]) < 3
    other = client.post("/feuilles/ABCDEFGH/", {"photo": upload(content)})
    assert other.status_code == 404


def test_a_photo_that_says_nothing_is_refused_and_not_kept(
    client: Client, sheets: Callable[..., list[Feuille]]
) -> None:
    [feuille] = sheets()
    answer = client.post(f"/feuilles/{feuille.code}/", {"photo": upload(cat())})
    assert answer.status_code == 422
    assert "ne trouvons pas de feuille ici" in answer.content.decode()
    assert client.post(f"/feuilles/{feuille.code}/", {"photo": upload(b"pas une image")}).status_code == 422
    assert not Releve.objects.exists()


def test_confirmed_each_sticker_is_an_idea_with_the_sheet_s_number(client: Client, releve: Releve) -> None:
    sent = _filled(releve, **{"m-0-text": "Un tilleul", "m-1-x": "100", "m-1-autocollant": "banc"})
    assert client.post(_address(releve), sent).status_code == 302
    tree, bench = Idee.objects.order_by("pk")
    assert (tree.title, tree.text, tree.origin, tree.author) == ("Un arbre", "Un tilleul", Origin.PAPER, None)
    frame = Frame.of_polygon(releve.feuille.geom)
    assert metres_between(tree.geom, Point(*frame.place(0.25, 0.4), srid=4326)) < 1
    assert metres_between(bench.geom, Point(*frame.place(100 / 232, 0.7), srid=4326)) < 1
    assert releve.feuille.code in client.get(tree.get_absolute_url()).content.decode()
    trait = Trait.objects.get()
    assert (trait.kind, trait.theme.code, trait.geom.geom_type) == ("line", "trottoirs", "LineString")
    assert Calque.objects.get().geom.equals(releve.feuille.geom)
    client.post(_address(releve), sent)
    assert (Idee.objects.count(), Trait.objects.count()) == (2, 1)


def test_what_is_unticked_stays_on_the_paper_and_what_was_missed_is_added(client: Client, releve: Releve) -> None:
    page = client.post(_address(releve), _filled(releve, ajouter="1"))
    assert page.content.decode().count("data-row=") == 4
    more = {
        "m-TOTAL_FORMS": "4",
        "m-3-keep": "on",
        "m-3-autocollant": "autre",
        "m-3-stub": "0",
        "m-3-x": "10",
        "m-3-y": "10",
    }
    sent = _filled(releve, **more)
    del sent["m-0-keep"]
    assert client.post(_address(releve), sent).status_code == 302
    assert {idee.autocollant.code for idee in Idee.objects.all()} == {"aire-de-jeux", "autre"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"m-0-x": "500"}, {"m-0-x": "x"}, {"m-0-y": ""}, {"m-0-autocollant": "licorne"}, {"m-0-stub": "9"},
        {"m-0-text": "é" * 301}, {"m-0-text": "appelez le 06 12 34 56 78"}, {"m-TOTAL_FORMS": "1000000"},
        {"m-0-rank": "-1"}, {"m-0-x": "nan"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said_beside_the_mark(client: Client, releve: Releve, wrong: dict[str, str]) -> None:
    answer = client.post(_address(releve), _filled(releve, **wrong))
    assert answer.status_code == 422
    assert not Idee.objects.exists()


def test_a_stub_opens_its_idea_and_only_its_own(client: Client, releve: Releve) -> None:
    code = grouped(stub_code(releve.feuille, 2))
    assert "Rien ne porte encore votre numéro" in client.post("/feuilles/souche/", {"code": code}).content.decode()
    client.post(_address(releve), _filled(releve, **{"m-1-stub": "2"}))
    answer = client.post("/feuilles/souche/", {"code": code.lower().replace("-", " ")})
    room = answer.headers["Location"]
    assert room.startswith("/suivre/")
    assert client.get(room).status_code == 200
    idee = Idee.objects.get(autocollant__code="aire-de-jeux")
    assert SecretLink.objects.get().fiche_id == idee.pk
    client.post(f"{room}retirer/", {"sure": "on"})
    idee.refresh_from_db()
    assert idee.visibility == Visibility.WITHDRAWN
    assert code.replace("-", "") not in " ".join(Souche.objects.values_list("digest", flat=True))


def test_several_marks_of_one_stub_are_listed(client: Client, releve: Releve) -> None:
    client.post(_address(releve), _filled(releve, **{"m-0-stub": "1", "m-1-stub": "1"}))
    code = stub_code(releve.feuille, 1)
    page = client.post("/feuilles/souche/", {"code": code}).content.decode()
    tree = Idee.objects.get(autocollant__code="arbre")
    assert page.count('name="idee"') == 2
    answer = client.post("/feuilles/souche/", {"code": code, "idee": str(tree.uuid)})
    assert SecretLink.objects.get().fiche_id == tree.pk
    assert answer.status_code == 302


def test_codes_cannot_be_guessed_for_long(client: Client, db: None) -> None:
    answers = [client.post("/feuilles/souche/", {"code": f"ABCD-EFGH-{rank:04}"}).status_code for rank in range(32)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_the_photo_is_for_those_who_animate_then_for_nobody(client: Client, releve: Releve) -> None:
    client.post(_address(releve), _filled(releve))
    assert client.get(f"{_address(releve)}carte.jpg").status_code == 404
    Releve.objects.update(confirmed_at=timezone.now() - timedelta(days=29))
    assert forget_pictures() == 0
    Releve.objects.update(confirmed_at=timezone.now() - timedelta(days=31))
    releve.refresh_from_db()
    path = releve.image.storage.path(releve.image.name)
    assert forget_pictures() == 1
    releve.refresh_from_db()
    assert not releve.image and not releve.straight
    assert not Path(path).exists()
    assert Idee.objects.count() == 2


def test_the_same_sheet_photographed_twice_is_not_posted_twice(client: Client, photo: tuple[Feuille, bytes]) -> None:
    feuille, content = photo
    client.post(f"/feuilles/{feuille.code}/", {"photo": upload(content)})
    first = Releve.objects.get()
    client.post(_address(first), _filled(first))
    client.post(f"/feuilles/{feuille.code}/", {"photo": upload(content)})
    again = Releve.objects.exclude(pk=first.pk).get()
    assert [line["known"] for line in again.found if line["kind"] == "sticker"] == [True, True]
    assert "elles sont décochées" in client.get(_address(again)).content.decode()


def test_many_photos_are_read_by_the_worker(client: Client, photo: tuple[Feuille, bytes]) -> None:
    feuille, content = photo
    client.force_login(feuille.created_by)
    answer = client.post("/feuilles/photos/", {"photos": [upload(content), upload(cat())]})
    assert answer.status_code == 302
    for pk in Releve.objects.values_list("pk", flat=True):
        read_releve(pk)
    assert {releve.state for releve in Releve.objects.all()} == {ReleveState.READ, ReleveState.REFUSED}
    page = client.get("/feuilles/").content.decode()
    assert feuille.code in page
    assert "ne trouvons pas de feuille ici" in page


def test_only_those_who_animate_print_and_see_the_list(client: Client, sheets: Callable[..., list[Feuille]]) -> None:
    [feuille] = sheets()
    pages = (
        "/feuilles/",
        "/feuilles/imprimer/",
        f"/feuilles/{feuille.code}/tirage/",
        f"/feuilles/{feuille.code}/feuilles.pdf",
    )
    assert {client.get(page).status_code for page in pages} == {302}
    client.force_login(charlie())
    assert {client.get(page).status_code for page in pages} == {403}


def test_hugo_prints_a_view_of_the_map(client: Client, db: None) -> None:
    client.force_login(hugo())
    told = {
        "title": "Et si on plantait ?",
        "paper": "A3",
        "copies": "3",
        "adresse": "https://carte.fr/#16/47.2166/-1.5562",
    }
    answer = client.post("/feuilles/imprimer/", told)
    assert answer.status_code == 302
    sheets = list(Feuille.objects.all())
    assert len({sheet.code for sheet in sheets}) == 3
    assert sheets[0].geom.contains(Point(-1.5562, 47.2166, srid=4326))
    assert Souche.objects.count() == 12
    pdf = client.get(f"/feuilles/{sheets[0].code}/feuilles.pdf")
    assert pdf.content.startswith(b"%PDF")
    for wrong in (
        {"adresse": "https://carte.fr/"},
        {"adresse": "#16/10/10"},
        {"copies": "5000"},
        {"title": ""},
        {"adresse": ""},
    ):
        assert client.post("/feuilles/imprimer/", told | wrong).status_code == 422


def test_the_list_costs_the_same_however_many(
    client: Client, sheets: Callable[..., list[Feuille]], django_assert_max_num_queries: Any
) -> None:
    person = hugo()
    for rank in range(4):
        for feuille in sheets(copies=2, person=person, title=f"Atelier {rank}"):
            Releve.objects.create(feuille=feuille, state=ReleveState.READ, image="x.jpg")
    client.force_login(person)
    with django_assert_max_num_queries(9):
        assert client.get("/feuilles/").status_code == 200


def test_the_qr_of_a_stub_types_its_code_in(client: Client, sheet: tuple[Feuille, np.ndarray]) -> None:
    feuille, blank = sheet
    for rank in range(1, 5):
        left, right = (round((8 + 70.25 * at) * DOTS) for at in (rank - 1, rank))
        read, *_rest = cv2.QRCodeDetector().detectAndDecode(blank[round(184 * DOTS) : round(207 * DOTS), left:right])
        path, _mark, query = read.partition("?")
        assert path.endswith("/feuilles/souche/")
        page = client.get(f"/feuilles/souche/?{query}").content.decode()
        code = grouped(stub_code(feuille, rank))
        assert f'value="{code}"' in page and "déjà là" in page
    assert not Souche.objects.exclude(claimed_at=None).exists(), "to look is not to claim"


@pytest.mark.django_db
def test_a_code_in_an_address_is_only_ever_typed_in(client: Client) -> None:
    for wrong in ("%00", "<script>", "x" * 3000, "é" * 20, ""):
        page = client.get("/feuilles/souche/", {"code": wrong})
        assert page.status_code == 200 and "<script>" not in page.content.decode().partition("<form")[2]
