"""A wrong value in a city's folder is told in French with its file and line; what is absent is as shipped."""

import io
import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from carto.city import SHIPPED, read_city
from carto.comptes.models import Crew, Service
from carto.holidays import FRANCE, named
from carto.look import HOUSE, TOKENS, contrast
from carto.readable import Unreadable
from carto.territoires.models import Level, Territoire
from signalements.models import Annonce, Categorie, ReplyTemplate, RoutingRule

GENEVA = configured.BASE_DIR / "docs" / "villes" / "geneve"
LEAST = 'name = "Redon"\nslug = "redon"\ncentre = [-2.08, 47.65]\nbbox = [-2.2, 47.6, -2.0, 47.7]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of Geneva's folder, to spoil."""
    return Path(shutil.copytree(GENEVA, tmp_path / "ville"))


def spoil(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_what_a_city_does_not_say_is_as_shipped(tmp_path: Path) -> None:
    (tmp_path / "city.toml").write_text(LEAST)
    city, nantes = read_city(tmp_path), read_city(SHIPPED)
    assert (city.place.name, city.slug) == ("Redon", "redon")
    assert (city.srid_metres, city.time_zone, city.languages) == (2154, "Europe/Paris", ("fr", "en"))
    assert city.holidays is FRANCE and nantes.place.name == "Nantes"
    assert not city.look.version and not city.look.sheet()


def test_geneva_has_its_own_holidays_and_france_is_unchanged() -> None:
    days = named(read_city(GENEVA).holidays, 2026)
    assert date(2026, 9, 10) in days and days[date(2026, 9, 10)] == "le Jeûne genevois"
    assert {date(2026, 4, 3), date(2026, 8, 1), date(2026, 12, 31)} <= set(days) and len(days) == 9
    assert date(2025, 9, 11) in named(read_city(GENEVA).holidays, 2025), "the first Sunday was the 7th"
    assert date(2026, 7, 14) not in days and len(named(FRANCE, 2026)) == 11


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('name = "Genève"', "", r"city.toml : il manque « name »"),
        ("srid_metres = 2056", 'srid_metres = "suisse"', r"ligne 7 : « srid_metres » : un code EPSG"),
        ("Europe/Zurich", "Europe/Geneve", r"ligne 8 : « time_zone » : un fuseau"),
        ('["fr", "en"]', '["de"]', r"ligne 9 : « languages » : une ou plusieurs langues"),
        ("[6.1466, 46.2022]", "[46.2022, 6.1466]", r"ligne 6 : le centre est dans le cadre"),
        ("[6.1466, 46.2022]", "[6.1466, 46.2022", r"ce n’est pas du TOML"),
        ("slug =", "slogan =", r"il manque « slug »"),
        ("contact =", "courriel =", r"ligne 11 : « courriel » n’est pas compris"),
        ('on = "08-01"', 'on = "02-30"', r"ligne 36 : « la Fête nationale » ne tombe sur aucun jour"),
        ('on = "08-01"', 'on = "08-01"\neaster = 3', r"ligne 36 : un jour férié a un nom"),
        ('weekday = "dimanche"', 'weekday = "sunday"', r"« le Jeûne genevois » ne tombe sur aucun jour"),
        ('"#a3122b"', '"rouge"', r"« accent » : une couleur comme #0b5a6b"),
        ('"#a3122b"', '"#ffb0b0"', r"« accent » se lit mal sur « paper » : contraste 1"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_its_line(folder: Path, before: str, after: str, said: str) -> None:
    spoil(folder / "city.toml", before, after)
    with pytest.raises(Unreadable, match=said):
        read_city(folder)


def loaded(folder: Path, *commands: str) -> str:
    out = io.StringIO()
    for command in commands:
        call_command(command, folder=folder, stdout=out)
    return out.getvalue()


LOADING = ("load_city_territoires", "load_themes", "load_categories", "load_palette", "load_city_desk")


@pytest.fixture
def in_geneva(settings: Settings) -> None:
    """The map's box around Geneva: borders elsewhere are refused."""
    settings.CARTO_BBOX = read_city(GENEVA).place.bbox


@pytest.mark.django_db
def test_each_app_loads_its_part_and_twice_changes_nothing(in_geneva: None) -> None:
    loaded(GENEVA, *LOADING)
    first = [list(kind.objects.order_by("pk").values()) for kind in (Service, Crew, Categorie, Annonce, Territoire)]
    loaded(GENEVA, *LOADING)
    assert [list(k.objects.order_by("pk").values()) for k in (Service, Crew, Categorie, Annonce, Territoire)] == first
    assert Crew.objects.get(code="rive-droite").service.code == "voirie-ville-propre"
    assert Service.objects.get(planning=True).code == "mobilite"
    night = RoutingRule.objects.get(name="Ordures la nuit")
    assert (night.order, str(night.from_hour), night.crew.code) == (1, "22:00:00", "nuit")
    assert {each.code for each in night.categories.all()} == {"ge-corbeille", "ge-encombrants"}
    assert RoutingRule.objects.get(priority=1).answers == {"volume": ["toxique"]}
    assert ReplyTemplate.objects.get(name="Réparé").closing == "mended"
    assert Territoire.objects.get(code="osm-r2266210").level == Level.QUARTIER


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("categories.csv", "roadblock,genie-civil,5,", "roadblock,voirie,5,", r"s.csv, ligne 2 : ge-trou : 'voirie'"),
        ("categories.csv", ",10,25,", ",dix,25,", r"categories.csv, ligne 3 : ge-trottoir : le rayon et le délai"),
        ("categories.csv", "family,code", "famille,code", r"categories.csv, ligne 1 : il manque la colonne family"),
        ("categories.csv", ", PET, ", '", PET, ', r"categories.csv, ligne \d+ : "),
        ("services.csv", "arbres = Équipe", "arbres : Équipe", r"services.csv, ligne 5 : « arbres : Équipe"),
        ("questions.toml", '["ge-trou"]', '["ge-rien"]', r"questions.toml, ligne 3 : 'ge-rien' manque ou n’existe pas"),
        ("rules.toml", 'crew = "nuit"', 'crew = "jour"', r"rules.toml, ligne 10 : « Ordures la nuit » : crew « jour »"),
        ("rules.toml", '"osm-r2266210"', '"44109"', r"rules.toml, ligne 3 : .* territoire « 44109 » n’existe pas"),
        ("rules.toml", '"22:00"', '"vers 22 h"', r"ligne 10 : .* from : une heure est attendue"),
        ("rules.toml", "priority", "urgence", r"ligne 24 : .* « urgence » n’est pas compris"),
        ("replies.toml", '"treated"', '"fini"', r"ligne 10 : « Réparé » : status : « fini » n’existe"),
        ("annonces.csv", "07:00", "", r"annonces.csv, ligne 2 : dites jusqu’à quand"),
        ("territoires.geojson", '"level": "quartier"', '"level": "canton"', r"Niveau inconnu : « canton »"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_told_and_nothing_of_its_file_is_stored(
    folder: Path, in_geneva: None, name: str, before: str, after: str, said: str
) -> None:
    spoil(folder / name, before, after)
    with pytest.raises(CommandError, match=said):
        loaded(folder, *LOADING)
    if name in ("rules.toml", "replies.toml", "annonces.csv"):
        assert not RoutingRule.objects.exists() and not Annonce.objects.exists()


@pytest.mark.django_db
def test_a_city_is_not_loaded_into_the_settings_or_the_base_of_another(folder: Path, settings: Settings) -> None:
    with pytest.raises(CommandError, match="Quelle ville"):
        call_command("load_city")
    with pytest.raises(CommandError, match=r"Les réglages sont d’une autre ville : lancez avec CARTO_CITY="):
        call_command("load_city", folder)
    settings.CARTO_CITY, settings.CARTO_SRID_METRES = folder.resolve(), 2056
    with pytest.raises(CommandError, match="Cette base compte les mètres en 2154, la ville en 2056"):
        call_command("load_city")


@pytest.mark.django_db
def test_a_city_wears_its_own_colours_and_logo(client: Client, settings: Settings) -> None:
    assert "/ville/" not in client.get("/liste/").content.decode()
    assert 'href="tel:18"' in client.get("/signaler/").content.decode()
    settings.CITY = read_city(GENEVA)
    form = client.get("/signaler/").content.decode()
    assert 'href="tel:144"' in form and 'href="tel:18"' not in form
    version, page = settings.CITY.look.version, client.get("/liste/").content.decode()
    assert f'href="/ville/{version}.css"' in page and f'src="/ville/{version}.svg"' in page
    sheet = client.get(f"/ville/{version}.css")
    assert "--loire: #a3122b;" in sheet.content.decode() and sheet["Content-Type"].startswith("text/css")
    assert client.get(f"/ville/{version}.svg")["Content-Type"] == "image/svg+xml"
    assert client.get("/ville/autre.css").status_code == client.get("/ville/autre.svg").status_code == 404


def test_the_colours_that_are_compared_are_those_of_the_house() -> None:
    sheet = (configured.BASE_DIR / "carto" / "static" / "carto" / "base.css").read_text()
    schemes = {"light": sheet.partition("@media")[0], "dark": sheet.partition(':root[data-theme="dark"] {\n')[2]}
    for scheme, colours in HOUSE.items():
        assert [name for name, value in colours.items() if f"{TOKENS[name]}: {value};" not in schemes[scheme]] == []


def test_contrast_is_that_of_the_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.django_db
def test_a_city_of_one_language_offers_no_other(client: Client, settings: Settings) -> None:
    assert 'class="language"' in client.get("/liste/").content.decode()
    settings.LANGUAGES = [("fr", "français")]
    assert 'class="language"' not in client.get("/liste/").content.decode()
