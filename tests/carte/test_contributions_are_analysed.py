"""What contributions say together: numbers are the map's, words lead to as many fiches, a few people are not told."""

import csv
import io
import math
import re
import time
from collections import Counter
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from carto.carte.analysis import reading, voices
from carto.carte.analysis.counting import counts_by
from carto.carte.analysis.drawing import bars, curve
from carto.carte.analysis.specific import SURE, score
from carto.carte.analysis.voices import untold
from carto.carte.analysis.words import countable, stop_words, term_of, terms, tokens
from carto.comptes.models import User
from carto.fiches.filters import Filters
from carto.fiches.models import Fiche, Theme
from carto.territoires.models import Level, Population, Territoire
from tests.factories import make_territoire, make_theme
from tests.people import alice
from tests.places import CHATEAU, COMMERCE, REZE
from tiles.pyramid import counts

NOW = datetime(2026, 6, 15, 12, tzinfo=timezone.get_default_timezone())


def tell(n: int, text: str, theme: Theme, place: Point = CHATEAU, **fields: object) -> None:
    """So many fiches that say the same, of the winter before unless told."""
    told = {"kind": "idee", "title": "Ici", "created_at": NOW - timedelta(days=120)} | fields
    Fiche.objects.bulk_create(Fiche(geom=place, theme=theme, text=text, **told) for _ in range(n))


def territories() -> None:
    """Nantes with one quartier of two micro-quartiers, one of them silent; Rezé without quartiers."""
    nantes = make_territoire(level=Level.COMMUNE, code="44109", name="Nantes", half=0.01)
    centre = make_territoire(half=0.002, code="Q1", name="Centre-Ville", parent=nantes)
    rows = [(centre, 4000), (make_territoire(REZE, Level.COMMUNE, 0.01, code="44143", name="Rezé"), 40_000)]
    rows.append((make_territoire(level=Level.IRIS, half=0.001, code="I1", name="Château", parent=centre), 2000))
    silent = Point(CHATEAU.x + 0.0015, CHATEAU.y + 0.0015, srid=4326)
    rows.append((make_territoire(silent, Level.IRIS, 0.0004, code="I2", name="Le Muet", parent=centre), 1500))
    for place, count in rows:
        Population.objects.create(territoire=place, year=2021, count=count, source="INSEE")


@pytest.fixture
def city(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A city that speaks of trees and bus stops, lately of a closed bridge; some of it is not for everybody."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    territories()
    velo, arbres, voirie = make_theme("velo"), make_theme("arbres"), make_theme("voirie")
    tell(24, "Plantez des arbres, de l’ombre !", arbres)
    tell(22, "Un arrêt de bus sans abri", velo, REZE, kind="signalement")
    tell(3, "Trop loin", voirie, COMMERCE)
    tell(20, "Le pont fermé gêne tout le monde", voirie, created_at=NOW - timedelta(days=3))
    loud = alice()
    tell(9, "Monsieur Dupontel exagère", arbres, author=loud)
    tell(4, "Madame Raremont aussi", arbres)
    tell(7, "Effaceriez secretement", arbres, visibility="withdrawn")
    tell(7, "Corbeillons secretement", arbres, visibility="binned")


QUERIES = [
    "", "depuis=2026-06-01", "jusqua=2026-05-01&couches=signalements", "themes=velo,arbres&territoire=44109",
    "territoire=Q1", "territoire=I1", "cadre=-1.6,47.2,-1.54,47.23", "couches=equipements&depuis=2100-01-01",
    "depuis=1900-01-01&jusqua=2200-12-31",
]  # fmt: skip


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("query", QUERIES)
def test_every_sum_is_what_the_list_counts(client: Client, query: str) -> None:
    context = client.get(f"/analyse/?{query}").context
    total = client.get(f"/liste/?{context['query']}").context["panel"].total
    counted = context["counted"]
    assert counted.whole.total == sum(one.total for one in counted.kinds) == sum(one.total for one in counted.themes)
    assert total == counted.whole.total == context["places"].total == sum(bar.count for bar in counted.frame.bars)
    for row in context["places"].rows:
        asked = f"{context['query']}&territoire={row.territoire.code}"
        if "territoire" not in query and "cadre" not in query:
            assert client.get(f"/liste/?{asked}").context["panel"].total == row.n


@pytest.mark.usefixtures("city")
def test_what_is_counted_in_one_pass_is_what_the_database_counts() -> None:
    Fiche.objects.filter(text__startswith="Trop loin").delete()  # a departure
    local = NOW.tzinfo
    told = {"date": lambda fiche: fiche.created_at.astimezone(local).date(),
            "theme": lambda fiche: fiche.theme.code,
            "quartier": lambda fiche: fiche.quartier_id or 0, "iris": lambda fiche: fiche.iris_id or 0,
            "commune": lambda fiche: fiche.commune_id or 0}  # fmt: skip
    fiches = list(Fiche.objects.public().select_related("theme"))
    for names in (("theme", "date"), ("commune", "quartier", "iris")):
        expected = Counter((fiche.kind, *(told[name](fiche) for name in names)) for fiche in fiches)
        assert counts_by(Filters(), *names) == expected, names
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(counts, "DENSE", 1)  # as for ids far apart
            assert counts_by(Filters(), *names) == expected, names


@pytest.mark.usefixtures("city")
def test_a_quartier_is_told_for_its_inhabitants_and_the_silent_ones_by_name(client: Client) -> None:
    answer = client.get("/analyse/")
    rows = {row.territoire.name: row for row in answer.context["places"].rows}
    assert (rows["Centre-Ville"].n, rows["Rezé"].n) == (57, 22)
    assert answer.context["places"].outside == 3  # at Commerce: in Nantes, in none of its quartiers
    assert float(rows["Centre-Ville"].rate) == 14.25
    assert [row.territoire.name for row in answer.context["quiet"]] == ["Rezé"]
    assert [row.territoire.name for row in answer.context["silent_iris"]] == ["Le Muet"]
    told = " ".join(answer.content.decode().split())
    assert "1 micro-quartier sur 2" in told and "INSEE, 2021" in told


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("query", ["", "depuis=2026-01-01&territoire=44109"])
def test_each_word_leads_to_as_many_fiches_as_it_says(client: Client, query: str) -> None:
    groups = client.get(f"/analyse/mots/?{query}").context["subjects"].groups
    told = [(term, address) for group in groups for term, address in group.terms]
    assert told
    for term, address in told:
        listed = client.get(f"/analyse/mots/liste/?{address}")
        assert (listed.context["found"], len(listed.context["lines"])) == (term.n, min(term.n, 50)), term.face


@pytest.mark.usefixtures("city")
def test_words_are_those_of_a_theme_a_quartier_and_the_last_days(client: Client) -> None:
    context = client.get("/analyse/mots/").context
    found = {
        (group.sort, group.code): {term.face for term, _address in group.terms} for group in context["subjects"].groups
    }
    assert {"plantez des arbres", "ombre"} <= found["theme", "arbres"]
    assert "arrêt de bus" in found["theme", "velo"] & found["quartier", "44143"]
    assert "pont fermé" in found["emergent", ""] and "arbres" not in found["emergent", ""]


@pytest.mark.usefixtures("city")
def test_no_word_comes_from_few_people_nor_from_what_is_not_public(client: Client) -> None:
    told = client.get("/analyse/mots/").content.decode() + client.get("/analyse/mots.csv").content.decode()
    for word in ("dupontel", "raremont", "secretement", "effaceriez", "corbeillons", "monsieur"):
        assert word not in told.replace(" ".join(stop_words()), "").lower().partition("mots vides")[0]
    assert client.get("/analyse/mots/liste/?mot=effaceriez").context["found"] == 0


@pytest.mark.usefixtures("city")
def test_the_score_is_counted_again_from_the_file(client: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/analyse/mots.csv").content.decode())))
    for row in rows:
        a, size, b, others = (int(row[name]) for name in ("textes_avec", "textes", "ailleurs_avec", "ailleurs"))
        p = (a + b) / (size + others)
        delta = math.log((a + 10 * p) / (size + 10 - a - 10 * p)) - math.log((b + 10 * p) / (others + 10 - b - 10 * p))
        z = delta / math.sqrt(1 / (a + 10 * p) + 1 / (b + 10 * p))
        assert float(row["z"]) == pytest.approx(z, abs=1e-6) and z >= SURE and a >= 5


@pytest.mark.usefixtures("city")
def test_no_part_under_five_is_told(client: Client) -> None:
    tell(3, "Par SMS", make_theme("velo"), origin="sms")
    told = client.get("/analyse/").context["voices"]
    assert {one.code: one.n for one in told.doors} == {"web": None, "sms": None}
    assert told.loudest is None  # one account: a share of the loudest would be Alice


@pytest.mark.usefixtures("city")
def test_what_few_accounts_sent_is_told_once_they_are_many(client: Client) -> None:
    theme = make_theme("velo")
    people = [User.objects.create_user(f"p{n}@exemple.fr") for n in range(19)]
    for person in people:
        tell(1, "Un banc", theme, author=person)
    loudest = client.get("/analyse/").context["voices"].loudest
    assert (loudest.accounts, loudest.top, loudest.told, loudest.signed) == (20, 5, 13, 28)
    for cut in ("depuis=2020-01-01", "jusqua=2030-01-01", "cadre=-2,47,-1,48", "parmi=jour:1"):
        assert client.get(f"/analyse/?{cut}").context["voices"].loudest is None, "two such views tell of one fiche"


@pytest.mark.usefixtures("city")
def test_the_doors_of_a_great_view_are_those_of_the_hour(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "QUICK", 50)
    voices._of_the_hour.cache_clear()
    assert "comptés une fois par heure" in client.get("/analyse/").content.decode()
    tell(9, "Par SMS", make_theme("velo"), origin="sms")
    assert [one.code for one in client.get("/analyse/").context["voices"].doors] == ["web"]
    voices._of_the_hour.cache_clear()
    assert [one.code for one in client.get("/analyse/").context["voices"].doors] == ["web", "sms"]
    voices._of_the_hour.cache_clear()


@pytest.mark.usefixtures("city")
def test_more_texts_than_a_page_reads_are_read_by_whole_days(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST", 30)
    context = client.get("/analyse/mots/").context
    assert (context["subjects"].read, context["subjects"].corpus.since) == (20, (NOW - timedelta(days=3)).date())
    monkeypatch.setattr(reading, "MOST", 10)
    assert "le même jour" in client.get("/analyse/mots/").content.decode()


@pytest.mark.usefixtures("city")
def test_every_table_is_a_file_of_the_same_view(client: Client) -> None:
    for name, header in {
        "contributions": "groupe,code", "rythme": "du,au", "quartiers": "code,nom", "micro-quartiers": "code,nom",
        "voix": "sorte,code", "mots": "sorte,code",
    }.items():  # fmt: skip
        answer = client.get(f"/analyse/{name}.csv?themes=arbres")
        assert answer.status_code == 200 and answer.content.decode().startswith(header)
    for name in ("quartiers", "themes-par-quartier"):
        rows = list(csv.DictReader(io.StringIO(client.get(f"/analyse/{name}.csv").content.decode())))
        assert sum(int(row["contributions"]) for row in rows) == 82
    excel = client.get("/analyse/quartiers.csv?excel=1").content.decode()
    assert excel.startswith("\ufeffcode;nom") and "14,25" in excel
    assert "bonjour" in client.get("/analyse/mots-vides.txt").content.decode()


@pytest.mark.usefixtures("city")
def test_pages_ask_no_more_for_more(client: Client) -> None:
    def asked() -> list[int]:
        found = []
        for path in ("/analyse/", "/analyse/mots/", "/analyse/mots/liste/?mot=arbre"):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            found.append(len(queries))
        return found

    asked()  # stems are asked for once
    before = asked()
    tell(30, "Plantez des arbres", make_theme("arbres"), REZE)
    assert asked() == before and max(before) < 30


@pytest.mark.parametrize(
    "query",
    [
        "depuis=hier", "couches=licornes", "themes=%00", "cadre=nan,0,0,0", "territoire=%00",
        "depuis=2026-02-01&jusqua=2026-01-01",
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_a_wrong_parameter_is_told_in_words(client: Client, query: str) -> None:
    for path in ("/analyse/", "/analyse/mots/", "/analyse/mots/liste/"):
        answer = client.get(f"{path}?{query}&mot=banc")
        assert answer.status_code == 400 and answer.context["errors"]
    assert client.get(f"/analyse/mots.csv?{query}")["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "word", ["", "%00", "le", "12", "a b c d e f g", "x" * 5000, "<script>alert(1)</script>", "'; --"]
)
@pytest.mark.django_db
def test_any_word_may_be_looked_for(client: Client, word: str) -> None:
    answer = client.get(f"/analyse/mots/liste/?mot={word}")
    assert answer.status_code in (200, 400) and b"<script>alert" not in answer.content
    assert client.get("/analyse/secrets.csv").status_code == 404
    assert client.post("/analyse/").status_code == 405


@pytest.mark.usefixtures("city")
def test_it_is_reached_from_where_people_are(client: Client) -> None:
    for page, wanted in {
        "/donnees/?themes=velo": "/analyse/?themes=velo",
        "/territoires/Q1/": "/analyse/?territoire=Q1",
    }.items():
        assert f'href="{wanted}"' in client.get(page).content.decode()


@given(st.lists(st.integers(0, 40), max_size=12))
def test_what_is_untold_cannot_be_worked_out(counts: list[int]) -> None:
    hidden = untold(counts)
    told = [n for place, n in enumerate(counts) if place not in hidden]
    assert all(n == 0 or n >= 5 for n in told)
    if hidden and any(told):
        assert len(hidden) >= 2 and sum(counts[place] for place in hidden) >= 5


@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_a_score_is_the_opposite_from_the_other_side(size: int, others: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(0, size)), data.draw(st.integers(0, others))
    assert score(a, size, b, others) == pytest.approx(-score(b, others, a, size))
    assert math.isfinite(score(a, size, b, others))


WORDS = st.sampled_from(
    [
        "banc",
        "bancs",
        "rue",
        "du",
        "de",
        "la",
        "l’",
        "à",
        "arbre",
        "piste",
        "cyclable",
        "le",
        ".",
        ",",
        "12",
        "nid-de-poule",
        "été",
        "mail@ici.fr",
    ]
)


def test_a_long_text_without_a_space_is_read_at_once() -> None:
    begun = time.process_time()
    assert tokens(("a" * 50_000) + " ici@la.fr fin") == ["a" * 50_000, ".", "fin"]
    assert tokens("voir https://ici.fr/x?y, ou www.la.fr") == ["voir", ".", "ou", "."]
    assert time.process_time() - begun < 0.5


@given(st.lists(WORDS, max_size=25))
def test_a_term_is_found_again_by_the_words_that_tell_it(words: list[str]) -> None:
    told = tokens(" ".join(words))
    stems = {word: word.rstrip("s") for word in told if countable(word)}
    for key, face in terms(told, stems):
        assert term_of(face, stems) == key
        assert not any(word in stop_words() or not countable(word) for word in key.split() if word != "banc")


@given(st.lists(st.integers(0, 10**6), max_size=40))
def test_a_drawing_stays_in_its_frame(values: list[int]) -> None:
    for path, width, height in ((curve(values), 120, 32), (bars(values), 720, 160)):
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", unescape(path))]
        assert all(-height <= number <= max(width, height) for number in numbers)
    assert bars(values).count("M") == sum(1 for n in values if n)


@pytest.mark.django_db
def test_an_empty_city_says_so(client: Client) -> None:
    assert Counter(client.get(path).status_code for path in ("/analyse/", "/analyse/mots/", "/analyse/voix.csv")) == {
        200: 3
    }
    assert not Territoire.objects.exists()
