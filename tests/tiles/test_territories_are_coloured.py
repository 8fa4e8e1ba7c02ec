"""A tile that is asked for a mesure says of each territory and street what a plain count of the fiches says."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from carto.fiches.filters import Filters
from carto.fiches.measuring import mesures
from carto.fiches.mesures import Niveau
from carto.fiches.models import Evenement, Fiche, What
from carto.territoires.models import Level, Population, Rue, Territoire
from signalements.models import Signalement
from tests.browser.samples import make_signalement
from tests.factories import make_fiche, make_territoire, make_theme
from tests.places import CHATEAU, ILE_DE_NANTES, REZE
from tests.projets.samples import make_cout, make_equipement
from tests.tiles.decode import Feature, features, get_tile, is_area, tile_at
from tiles.mesures.figures import counts_by
from tiles.versions import colour

pytestmark = pytest.mark.django_db
Z = {Niveau.COMMUNE: 11, Niveau.QUARTIER: 13, Niveau.RUE: 16}


@pytest.fixture
def nantes() -> Territoire:
    """Nantes with two quartiers, and Rezé without any, each a square."""
    commune = make_territoire(CHATEAU, Level.COMMUNE, half=0.02, code="44109", name="Nantes")
    make_territoire(CHATEAU, Level.QUARTIER, half=0.004, code="N01", name="Centre-Ville", parent=commune)
    make_territoire(ILE_DE_NANTES, Level.QUARTIER, half=0.004, code="N02", name="Île de Nantes", parent=commune)
    make_territoire(REZE, Level.COMMUNE, half=0.004, code="44143", name="Rezé")
    return commune


def coloured(client: Client, place: Point, z: int, query: str) -> dict[str, dict[str, Any]]:
    """What the tile at a place says of each coloured territory or street, by its code; each is there once."""
    answer = get_tile(client, "territoires,rues", tile_at(place, z), query)
    assert answer.status_code in {200, 204}
    every = [feature for layer in features(answer.content).values() for feature in layer]
    found = [feature for feature in every if "n" in feature["properties"]]
    told = {feature["properties"]["code"]: feature["properties"] for feature in found}
    assert len(told) == len(found), "a territory is counted twice"
    return told


def values(told: dict[str, dict[str, Any]]) -> dict[str, float | None]:
    return {code: properties.get("value") for code, properties in told.items()}


def at(place: Point, metres_east: float = 0) -> Point:
    return Point(place.x + metres_east / 75_600, place.y, srid=4326)


def treat(signalement: Signalement, days: float) -> None:
    """As if the service had treated it so many days after it was reported."""
    signalement.status, signalement.stage = "treated", "done"
    signalement.save(update_fields=["status", "stage"])
    at = signalement.reported_at + timedelta(days=days)
    Evenement.objects.create(fiche=signalement, at=at, actor_role="agent", what=What.STATUS, after="treated")


def test_without_a_mesure_the_tile_is_as_it_was(client: Client, nantes: Territoire) -> None:
    make_fiche(CHATEAU)
    assert coloured(client, CHATEAU, 13, "") == {}
    plain = get_tile(client, "territoires", tile_at(CHATEAU, 13))
    asked = get_tile(client, "territoires", tile_at(CHATEAU, 13), "?mesure=nombre")
    bare = {"value", "n", "of", "population", "year"}

    def told(found: Iterable[Feature]) -> list[tuple[str, dict[str, Any]]]:
        kept = [
            (one["geometry"]["type"], {name: value for name, value in one["properties"].items() if name not in bare})
            for one in found
        ]
        return sorted(kept, key=repr)

    assert told(features(plain.content)["territoires"]) == told(features(asked.content)["territoires"])
    assert plain["ETag"] != asked["ETag"]


@pytest.mark.parametrize(
    ("zoom", "codes"), [(10, {"44109", "44143"}), (11, {"44109", "44143"}), (12, {"N01", "N02", "44143"})]
)
def test_the_scale_follows_the_zoom_and_a_commune_without_quartiers_stands_for_itself(
    client: Client, nantes: Territoire, zoom: int, codes: set[str]
) -> None:
    assert set(coloured(client, CHATEAU, zoom, "?mesure=nombre")) == codes


def test_streets_are_coloured_from_fifteen_and_territories_no_more(client: Client, nantes: Territoire) -> None:
    rue = make_rue(CHATEAU)
    make_fiche(CHATEAU)
    assert set(coloured(client, CHATEAU, 14, "?mesure=nombre")) == {"N01", "N02"}
    assert values(coloured(client, CHATEAU, 15, "?mesure=nombre")) == {rue.code: 1}


def make_rue(place: Point, code: str = "44109-rue-du-chateau") -> Rue:
    line = MultiLineString(LineString((place.x - 0.001, place.y), (place.x + 0.001, place.y)), srid=4326)
    return Rue.objects.create(code=code, name="Rue du Château", geom=line, source="essai")


FILTERS = [
    "", "couches=idees", "themes=voirie", "etapes=done", "depuis=2026-02-01", "jusqua=2026-01-31", "territoire=N01",
    "couches=signalements,idees&themes=voirie&etapes=new,done&depuis=2026-01-10&jusqua=2026-03-31",
]  # fmt: skip


def scatter() -> None:
    """Fiches of several kinds, themes, stages and days, some of which nobody may see."""
    themes = [make_theme("voirie"), make_theme("proprete")]
    make_rue(CHATEAU)
    for rank in range(24):
        make_fiche(
            at([CHATEAU, ILE_DE_NANTES, REZE][rank % 3], rank),
            kind=["signalement", "idee"][rank % 2],
            theme=themes[rank // 2 % 2],
            stage=["new", "done", "in_progress"][rank // 4 % 3],
            visibility="waiting" if rank % 7 == 0 else "public",
            created_at=datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=4 * rank),
        )


@pytest.mark.parametrize("query", FILTERS)
@pytest.mark.parametrize("niveau", list(Niveau))
def test_the_number_is_the_plain_count_of_the_fiches_kept(
    client: Client, nantes: Territoire, niveau: Niveau, query: str
) -> None:
    scatter()
    told = coloured(client, CHATEAU, Z[niveau], f"?mesure=nombre&{query}")
    kept = Filters.read(QueryDict(query)).fiches()
    assert told
    for code, properties in told.items():
        counted = sum(code in _codes(fiche, niveau) for fiche in kept)
        assert properties["value"] == properties["n"] == counted


def _codes(fiche: Fiche, niveau: Niveau) -> set[str]:
    """Where a fiche counts at a scale, the slow way."""
    if niveau is Niveau.RUE:
        return {fiche.rue.code} if fiche.rue else set()
    if niveau is Niveau.COMMUNE or not fiche.quartier:
        return {fiche.commune.code}
    return {fiche.quartier.code}


def test_every_fiche_in_a_territory_is_counted_once(nantes: Territoire) -> None:
    scatter()
    make_fiche(LineString((CHATEAU.x, CHATEAU.y), (ILE_DE_NANTES.x, ILE_DE_NANTES.y), srid=4326))
    figures = colour(mesures()["nombre"], Filters()).figures(Niveau.QUARTIER)
    assert sum(figure.value for figure in figures.values()) == Fiche.objects.public().count()
    assert sum(counts_by(Niveau.COMMUNE, Filters()).values()) == Fiche.objects.public().count()


def test_a_value_is_of_the_whole_territory_and_the_same_in_every_tile(client: Client, nantes: Territoire) -> None:
    for east in range(-1400, 1500, 400):
        make_fiche(at(CHATEAU, east))
    west, east = at(CHATEAU, -1400), at(CHATEAU, 1400)
    assert tile_at(west, 14) != tile_at(east, 14)
    told = [coloured(client, place, 11, "?mesure=nombre")["44109"] for place in (west, east)]
    assert told[0] == told[1]
    assert told[0]["value"] == 8


def test_per_inhabitant_divides_by_the_last_population_and_an_unknown_one_is_not_zero(
    client: Client, nantes: Territoire
) -> None:
    quartier = Territoire.objects.get(code="N01")
    for year, count in ((2015, 100), (2021, "2000.5")):
        Population.objects.create(territoire=quartier, year=year, count=count, source="INSEE")
    Population.objects.create(territoire=quartier, year=2022, age_from=0, age_to=14, count=1, source="INSEE")
    for east in (0, 1, 2):
        make_fiche(at(CHATEAU, east))
    make_fiche(ILE_DE_NANTES)
    told = coloured(client, CHATEAU, 13, "?mesure=habitants")
    assert told["N01"]["value"] == pytest.approx(3000 / 2000.5)
    assert (told["N01"]["population"], told["N01"]["year"], told["N01"]["n"]) == (2000, 2021, 3)
    assert "value" not in told["N02"]
    assert told["N02"]["n"] == 1


def test_a_quartier_has_the_inhabitants_of_its_iris_when_all_of_them_are_known(nantes: Territoire) -> None:
    quartier = Territoire.objects.get(code="N01")
    west, south, east, north = quartier.geom.extent
    halves = [
        Territoire.objects.create(
            level=Level.IRIS,
            code=code,
            name=code,
            parent=quartier,
            geom=MultiPolygon(Polygon.from_bbox(box), srid=4326),
        )
        for code, box in (
            ("441090101", (west, south, CHATEAU.x, north)),
            ("441090102", (CHATEAU.x, south, east, north)),
        )
    ]
    Population.objects.create(territoire=halves[0], year=2020, count=1200, source="INSEE")

    def figure() -> Any:
        return colour(mesures()["habitants"], Filters()).figures(Niveau.QUARTIER)[quartier.pk]

    assert figure().value is None, "half of it is not known"
    Population.objects.create(territoire=halves[1], year=2020, count=800, source="INSEE")
    make_fiche(CHATEAU)
    assert (figure().value, figure().population) == (Decimal("0.5"), 2000)
    Population.objects.update(year=2019)
    Population.objects.filter(territoire=halves[1]).update(year=2020)
    assert figure().value is None, "two years do not add up"


def test_streets_have_no_inhabitants(client: Client, nantes: Territoire) -> None:
    make_rue(CHATEAU)
    make_fiche(CHATEAU)
    assert values(coloured(client, CHATEAU, 15, "?mesure=habitants")) == {"44109-rue-du-chateau": None}


def test_the_delay_is_the_median_of_what_was_treated(client: Client, nantes: Territoire) -> None:
    for days in (1, 2, 30, 4, 8):
        treat(make_signalement(CHATEAU), days)
    make_signalement(CHATEAU)
    told = coloured(client, CHATEAU, 13, "?mesure=delai")["N01"]
    assert told["value"] == pytest.approx(4)
    assert (told["n"], told["of"]) == (5, 6)


def test_too_few_treated_say_nothing_and_an_import_without_a_date_gives_no_delay(
    client: Client, nantes: Territoire
) -> None:
    for days in (1, 2, 3, 4):
        treat(make_signalement(CHATEAU), days)
    make_signalement(CHATEAU, status="treated", stage="done")
    told = coloured(client, CHATEAU, 13, "?mesure=delai")
    assert values(told) == {"N01": None, "N02": None, "44143": None}
    assert (told["N01"]["n"], told["N01"]["of"]) == (4, 5)
    treat(make_signalement(CHATEAU), 5)
    assert values(coloured(client, CHATEAU, 13, "?mesure=delai"))["N01"] == pytest.approx(3)


def test_what_was_reopened_took_until_it_was_treated_again_and_counts_only_once_it_is(
    client: Client, nantes: Territoire
) -> None:
    for _turn in range(5):
        treat(make_signalement(CHATEAU), 2)
    reopened = make_signalement(CHATEAU)
    treat(reopened, 1)
    Signalement.objects.filter(pk=reopened.pk).update(status="reopened")
    assert coloured(client, CHATEAU, 13, "?mesure=delai")["N01"]["n"] == 5
    treat(reopened, 50)
    told = coloured(client, CHATEAU, 11, "?mesure=delai")["44109"]
    assert (told["n"], told["value"]) == (6, pytest.approx(2))


def test_the_delay_obeys_the_filters_and_is_of_signalements_whatever_layers_show(
    client: Client, nantes: Territoire
) -> None:
    for _turn in range(5):
        treat(make_signalement(CHATEAU), 2)
        treat(make_signalement(CHATEAU, theme=make_theme("proprete")), 10)
    assert values(coloured(client, CHATEAU, 13, "?mesure=delai&themes=proprete"))["N01"] == pytest.approx(10)
    assert values(coloured(client, CHATEAU, 13, "?mesure=delai&themes=voirie&couches=idees"))["N01"] == pytest.approx(2)


def test_money_is_summed_in_one_kind_and_one_tax_basis(client: Client, nantes: Territoire) -> None:
    first, second, silent = (make_equipement(at(CHATEAU, east)) for east in (0, 5, 10))
    make_cout(first, "1000000.50", purpose="construction", basis="ht", year=2009)
    make_cout(first, "1200000.60", purpose="construction", basis="ttc", year=2009)
    make_cout(first, "90000", kind="running", purpose="running", basis="ht", year=2020)
    make_cout(second, "2000000", purpose="construction", basis="ht", year=2015)
    make_cout(second, "7000000", purpose="construction", basis="unknown", year=2016)
    make_cout(silent, None)
    told = coloured(client, CHATEAU, 13, "?mesure=argent:realised:construction:ht")["N01"]
    assert told["value"] == 3000000.5
    assert (told["n"], told["of"], told["year"]) == (2, 3, 2015)
    assert values(coloured(client, CHATEAU, 13, "?mesure=argent:realised:construction:ttc"))["N01"] == 1200000.6
    assert values(coloured(client, CHATEAU, 13, "?mesure=argent:running:running:ht"))["N01"] == 90000


def test_no_published_amount_is_not_nothing(client: Client, nantes: Territoire) -> None:
    make_cout(make_equipement(CHATEAU), "7000000", purpose="construction", basis="unknown")
    told = coloured(client, CHATEAU, 13, "?mesure=argent:realised:construction:ttc")
    assert values(told) == {"N01": None, "N02": None, "44143": None}
    assert (told["N01"]["n"], told["N01"]["of"]) == (0, 1)


def test_an_estimate_and_the_final_cost_of_one_facility_are_one_cost(nantes: Territoire) -> None:
    museum = make_equipement(CHATEAU)
    for amount, year in (("34600000", 2009), ("88500000.10", 2017), ("1000", 2017)):
        make_cout(museum, amount, purpose="renovation", basis="ttc", year=year)
    figures = colour(mesures()["argent:realised:renovation:ttc"], Filters()).figures(Niveau.COMMUNE)
    assert figures[nantes.pk].value == Decimal("88500000.10")


@pytest.mark.parametrize(
    ("mesure", "moved"),
    [
        ("nombre", [True, True, True]),
        ("habitants&couches=idees", [False, False, True]),
        ("delai", [True, False, True]),
        ("argent:realised:construction:ttc", [False, True, True]),
    ],
)
def test_the_etag_moves_when_what_is_counted_does_and_only_then(
    client: Client, nantes: Territoire, mesure: str, moved: list[bool]
) -> None:
    equipement = make_equipement(CHATEAU)

    def etag(query: str = f"?mesure={mesure}") -> str:
        return get_tile(client, "territoires", tile_at(CHATEAU, 13), query)["ETag"]

    plain, seen = etag(""), [etag()]
    make_signalement(CHATEAU)
    seen.append(etag())
    make_cout(equipement)
    seen.append(etag())
    assert etag("") == plain, "a plain tile of territories does not depend on fiches"
    Population.objects.create(territoire=nantes, year=2021, count=1000, source="INSEE")
    seen.append(etag())
    assert [before != after for before, after in pairwise(seen)] == moved
    assert etag() == seen[-1]


def test_a_new_fiche_is_in_the_next_tile(client: Client, nantes: Territoire) -> None:
    assert values(coloured(client, CHATEAU, 13, "?mesure=nombre"))["N01"] == 0
    make_fiche(CHATEAU, created_at=timezone.now())
    assert values(coloured(client, CHATEAU, 13, "?mesure=nombre"))["N01"] == 1


@pytest.mark.parametrize(
    "mesure", ["zut", "argent", "argent:construction", "argent:realised:construction:unknown", "\x00", "x" * 4000]
)
@pytest.mark.parametrize("names", ["territoires", "signalements,rues"])
def test_an_unknown_mesure_is_refused_in_words(client: Client, mesure: str, names: str) -> None:
    answer = client.get(f"/tuiles/{names}/12/2031/1437.mvt", {"mesure": mesure})
    assert answer.status_code == 400
    assert "Mesure inconnue" in answer.json()["errors"]["mesure"][0]


def test_pins_are_the_same_with_a_mesure(client: Client) -> None:
    make_fiche(CHATEAU)
    plain, asked = (get_tile(client, "signalements", tile_at(CHATEAU, 14), query) for query in ("", "?mesure=nombre"))
    assert (plain.content, plain["ETag"]) == (asked.content, asked["ETag"])


def test_the_description_of_coloured_tiles_says_their_fields(client: Client) -> None:
    told = client.get("/tuiles/territoires.json?mesure=delai&themes=voirie").json()
    assert told["tiles"][0].endswith("?themes=voirie&mesure=delai")
    assert {"value", "n"} <= set(told["vector_layers"][0]["fields"])
    assert "value" not in client.get("/tuiles/territoires.json").json()["vector_layers"][0]["fields"]


def test_the_areas_alone_are_coloured(client: Client, nantes: Territoire) -> None:
    answer = get_tile(client, "territoires", tile_at(CHATEAU, 13), "?mesure=nombre")
    found = features(answer.content)["territoires"]
    assert {is_area(feature) for feature in found if "n" in feature["properties"]} == {True}
