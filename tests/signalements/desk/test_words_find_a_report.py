"""Search: French words without accents, streets, what a category is called, numbers; true whatever is changed since."""

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from django.test import Client
from django.utils import timezone

from carto.territoires.models import Level, Rue
from signalements.actions import change_status
from signalements.desk.querysets import found_by, is_number
from signalements.models import Categorie, Signalement
from signalements.workflow import Status
from tests.factories import make_territoire
from tests.people import bob
from tests.places import COURS_DES_50_OTAGES
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


def _found(text: str) -> list[Signalement]:
    return list(Signalement.objects.filter(found_by(text)).order_by("pk"))


def _street(name: str) -> Rue:
    commune = make_territoire(COURS_DES_50_OTAGES, level=Level.COMMUNE, code="44109", half=0.02)
    x, y = COURS_DES_50_OTAGES.coords
    line = MultiLineString(LineString((x - 0.001, y), (x + 0.001, y), srid=4326), srid=4326)
    return Rue.objects.create(name=name, commune=commune, code="44109-x", geom=line)


@pytest.mark.parametrize(
    "text",
    ["lampadaire cassé", "LAMPADAIRES casse", "casses", "étudiants", "Etudiant lampa", "arrêt", "l’arrêt", "arret d"],
)
def test_accents_case_plurals_and_an_unfinished_last_word_do_not_matter(text: str) -> None:
    told = make_signalement("bruit", text="Lampadaire cassé devant l’arrêt des étudiants.")
    make_signalement("tags-affiches", text="Tout autre chose.")
    assert _found(text) == [told]


def test_every_word_has_to_be_there() -> None:
    make_signalement(text="Un trou.")
    assert _found("trou girafe") == []


@pytest.mark.parametrize("text", ["' | trou", "trou:*A", "!trou", "trou & (", "\\", "a' OR 1=1 --", "<-> trou", "«»"])
def test_what_is_typed_is_words_never_a_query_language(text: str) -> None:
    make_signalement(text="Un trou.")
    _found(text)


def test_the_name_of_the_street_finds_it_and_a_new_name_too() -> None:
    street = _street("Rue Crébillon")
    told = make_signalement("bruit")
    assert told.rue == street
    assert _found("crebillon") == [told]
    Rue.objects.filter(pk=street.pk).update(name="Passage Pommeraye")
    assert _found("crebillon") == []
    assert _found("pommeraye bruit") == [told]


def test_everyday_words_of_the_category_find_it_and_follow_it() -> None:
    told = make_signalement("trou-chaussee")
    assert _found("nid-de-poule") == [told]
    Categorie.objects.filter(code="trou-chaussee").update(words="fondrière")
    assert _found("fondriere") == [told]
    Signalement.objects.filter(pk=told.pk).update(categorie=Categorie.objects.get(code="bruit"))
    assert _found("fondriere") == []
    assert _found("tapage") == [told]


def test_a_corrected_text_is_found_and_the_former_one_no_more() -> None:
    told = make_signalement("autre", text="Un dromadaire.")
    told.text = "Un chameau."
    told.save(update_fields=["text"])
    assert _found("dromadaire") == []
    assert _found("chameaux") == [told]


def test_a_number_finds_one_whole_or_short_open_or_closed(client: Client) -> None:
    told, other = make_signalement(), make_signalement()
    change_status(told, Status.TREATED, closing="mended")
    short = str(int(told.number.rsplit("-", 1)[1]))
    year = timezone.localdate().year
    client.force_login(bob())
    for text in (told.number, told.number.lower(), short, f"{year}-{short}", f" {told.number} ", f"S-{short}"):
        shown = client.get("/bureau/", {"q": text}).context["rows"]
        assert [row.signalement.pk for row in shown] == [told.pk], text
    assert is_number("S-2026-000123") and not is_number("12 rue")
    assert other.pk not in {each.pk for each in _found(told.number)}


def test_closed_ones_are_a_link_away(client: Client) -> None:
    told = make_signalement(text="Un dromadaire.")
    change_status(told, Status.TREATED, closing="mended")
    client.force_login(bob())
    answer = client.get("/bureau/?q=dromadaire")
    assert not answer.context["rows"]
    assert "file=tout" in answer.context["everywhere"]
    assert client.get(f"/bureau/?{answer.context['everywhere']}").context["rows"][0].signalement == told
