"""Ten things that hold whatever happens: each is one test, over more than one room where a room proves it by itself."""

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib.gis.geos import LineString, Point
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import DecimalField
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, box

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.models import Evenement, Fiche, Rule, Soutien, SoutienKind, Stage, Visibility, What
from carto.fiches.moderation.actions import restore, set_aside
from carto.fiches.querysets import reassign_territoires
from carto.fiches.voices.actions import Voice, heard, speak
from carto.territoires.loaders.territoires import store_borders
from carto.territoires.models import Level
from carto.territoires.sources.borders import Border
from projets.actions import change_status
from projets.budgets.actions import settle as settle_budget
from projets.budgets.models import BudgetKey, Bulletin
from projets.budgets.models import Emargement as BudgetRoll
from projets.equipements.models import Cout, Ligne, Rattachement
from projets.equipements.workflow import WORKFLOW as EQUIPEMENT
from projets.idees.campagnes.sealing import seal
from projets.idees.fusions.actions import answer, answer_as_supporter, propose, undo
from projets.idees.fusions.rights import Hand
from projets.idees.models import CampagneKey
from projets.idees.models import Emargement as CampagneRoll
from projets.idees.workflow import WORKFLOW as IDEE
from projets.opportunites.choosing.actions import settle as settle_choice
from projets.opportunites.models import Consultation, ConsultationKey, Decision, Ecart, Jeton, Voix
from projets.opportunites.models import Emargement as ChoiceRoll
from projets.opportunites.workflow import WORKFLOW as OPPORTUNITE
from projets.votes.polls.counting import count
from projets.votes.polls.poll import Method, Poll
from projets.votes.polls.poll import Voice as Vote
from signalements.models import Categorie, Signalement
from tests.factories import make_fiche, make_territoire, make_theme
from tests.fiches.moderation.samples import emma
from tests.people import alice, bob, charlie
from tests.places import CHATEAU, COMMERCE, REZE
from tests.projets.budgets.samples import ballot_of, make_budget
from tests.projets.budgets.samples import end as end_budget
from tests.projets.campagnes.samples import end as end_campagne
from tests.projets.campagnes.samples import make_campagne
from tests.projets.choosing.samples import at, ended, make_consultation, say
from tests.projets.imports.samples import LIBRARY, POOL, SCDL, load_reference, make_source, read, written
from tests.projets.samples import make_cout, make_equipement, make_idee, make_opportunite
from tests.signalements.samples import load_content
from tests.tiles.decode import counted, get_tile, tile_at
from tests.tiles.decode import features as features_of

pytestmark = pytest.mark.django_db
WITHIN_A_TEST = [HealthCheck.function_scoped_fixture]


def refused(act: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """Whether the code, or the database itself, says no."""
    try:
        with transaction.atomic():
            act(*args, **kwargs)
    except (DatabaseError, ValidationError):
        return True
    return False


def asked(statement: str, values: Any = None) -> list[tuple[Any, ...]]:
    """Rows of the database, past any code of ours."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def test_1_what_is_open_is_told_by_its_dates_when_read_and_when_written_without_any_job(client: Client) -> None:
    budget, choice, campagne = make_budget(), make_consultation(), make_campagne()
    ballot_of(budget)
    vote = {"preuve": "account", "secteur": "centre", "c-A": "5", "confirmer": "1"}
    cast = {"choix": ["A1"], "confirmer": "1"}
    client.force_login(alice())
    client.post(f"{budget.get_absolute_url()}voter/", cast)
    client.post(f"{choice.get_absolute_url()}voter/", vote)
    assert (Voix.objects.count(), Bulletin.objects.count()) == (1, 1)
    client.force_login(charlie())
    with at(max(budget.vote_closes_at, choice.closes_at, campagne.closes_at)):  # and nobody is at work
        assert budget.phase != "voting" and choice.moment not in ("open", "early") and not campagne.is_open
        assert client.post(f"{choice.get_absolute_url()}voter/", vote).status_code == 409
        client.post(f"{budget.get_absolute_url()}voter/", cast)
        assert "Donner ma voix" not in client.get(choice.get_absolute_url()).content.decode()
    assert (Voix.objects.count(), Bulletin.objects.count()) == (1, 1)


def test_2_no_number_of_the_database_nor_of_a_page_adds_two_kinds_or_two_tax_bases(client: Client) -> None:
    place = make_equipement()
    amounts = [Decimal(10_000_003), Decimal(20_000_057), Decimal(40_000_207), Decimal(80_000_801)]
    told = [("realised", "ttc"), ("realised", "ht"), ("voted", "ttc"), ("estimated", "unknown")]
    for amount, (kind, basis) in zip(amounts, told, strict=True):
        make_cout(place, str(amount), kind=kind, basis=basis)
    sums = [sum(some) for size in (2, 3, 4) for some in combinations(amounts, size)]
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, DecimalField):
                assert not model._base_manager.filter(**{f"{field.name}__in": sums}).exists(), field
    files = [f"/equipements/fichiers/{name}.csv" for name in ("couts", "equipement-couts")]
    pages = (place.get_absolute_url(), "/api/v1/equipements/", *files)
    for address in pages:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        digits = "".join(sign for sign in body.decode() if not sign.isspace())
        assert answer.status_code == 200 and not [each for each in sums if str(each) in digits], address
        assert str(amounts[0]) in digits, f"{address} tells each of them"


def test_3_what_was_promised_of_anonymity_no_role_takes_back() -> None:
    choice, budget, campagne = make_consultation(), make_budget(), make_campagne()
    say(choice, "Zoé", A=4)
    opened = Consultation.objects.filter(pk=choice.pk)
    for change in (
        {"hidden": False},
        {"proofs": []},
        {"opened_at": None},
        {"closes_at": choice.opens_at + timedelta(1)},
    ):
        assert refused(opened.update, **change), change
    assert refused(asked, "UPDATE opportunites_consultation SET hidden = false RETURNING id"), "past all our code"
    with at(ended(choice)):
        settle_choice(choice)
    settle_budget(end_budget(budget))
    seal(end_campagne(campagne))
    gone = (ConsultationKey, ChoiceRoll, Jeton, BudgetKey, BudgetRoll, CampagneKey, CampagneRoll)
    assert not [model for model in gone if model.objects.exists()]
    assert refused(opened.update, sealed_at=None) and refused(Voix.objects.update, choices={"A": 0})
    type(campagne).objects.update(sealed_at=None)
    seal(campagne)
    assert not CampagneKey.objects.exists(), "sealed again, not opened again"


def test_4_each_change_of_state_has_its_role_and_time_and_its_reason_where_one_is_owed(client: Client) -> None:
    things = ((make_idee(), IDEE), (make_equipement(), EQUIPEMENT), (make_opportunite(), OPPORTUNITE))
    for fiche, workflow in things:
        for before, ways in workflow.transitions.items():
            for after in sorted(ways):
                type(fiche).objects.filter(pk=fiche.pk).update(status=before)
                silent = refused(change_status, fiche, after, workflow, role="agent")
                assert silent is (after in workflow.needs_text), (before, after)
                type(fiche).objects.filter(pk=fiche.pk).update(status=before)
                change_status(fiche, after, workflow, role="agent", public_text="Parce que.")
        assert "set_aside" in workflow.needs_text or workflow is EQUIPEMENT
    told = Evenement.objects.filter(what=What.STATUS)
    assert told.count() > 60 and not told.filter(actor_role="").exists() and not told.filter(at=None).exists()
    client.force_login(emma())
    binned = {"do": "bin", "bin-rule": "advert", "bin-reason": " "}
    assert client.post(f"/moderation/fiches/{make_fiche().pk}/", binned).status_code == 422
    told = {"text": "B", "inputs": "L’étude", "signatory": "L’adjointe", "announced_at": timezone.now()}
    decision = Decision.objects.create(opportunite=things[2][0], role="agent", **told)
    ecart = Ecart.objects.create(decision=decision, chosen="A", decided="B", reason=" ")
    taking = Decision.objects.filter(pk=decision.pk).update
    assert refused(taking, taken_at=timezone.now())
    Ecart.objects.filter(pk=ecart.pk).update(reason="Les réseaux passent dessous.")
    assert not refused(taking, taken_at=timezone.now())


PART = {
    "couches": st.lists(st.sampled_from(["signalements", "idees", "equipements"]), min_size=1, unique=True),
    "themes": st.lists(st.sampled_from(["velo", "voirie"]), unique=True),
    "etapes": st.lists(st.sampled_from(Stage.values), unique=True),
    "depuis": st.sampled_from([[], ["2024-03-01"]]),
    "territoire": st.sampled_from([[], ["T3"]]),
    "cadre": st.sampled_from([[], ["-1.56,47.20,-1.54,47.23"]]),
}


def report_at(geom: Point, **fields: Any) -> Signalement:
    """A signalement as an import stores it."""
    if not Categorie.objects.exists():
        load_content()
    categorie = Categorie.objects.select_related("service").first()
    told = {"reported_at": fields.get("created_at") or timezone.now(), "service": categorie.service}
    return Signalement.objects.create(
        geom=geom, kind="signalement", title="Trou", categorie=categorie, **(told | fields)
    )


MAKE = {"signalement": report_at, "idee": make_idee, "equipement": make_equipement}


@pytest.fixture
def twelve() -> None:
    """Fiches of three kinds, two themes, every stage, three places, two ages; the last one waits."""
    make_territoire(CHATEAU, code="T3")
    old = timezone.now() - timedelta(days=1500)
    for rank, kind in enumerate(("signalement", "idee", "equipement") * 4):
        more = {"created_at": old} if rank % 5 == 0 else {}
        more |= {"stage": Stage.values[rank % len(Stage.values)], "visibility": "waiting" if rank == 11 else "public"}
        MAKE[kind]((CHATEAU, COMMERCE, REZE)[rank // 4], theme=make_theme(("velo", "voirie")[rank % 2]), **more)


@settings(max_examples=10, deadline=None, suppress_health_check=WITHIN_A_TEST)
@given(view=st.fixed_dictionaries(PART))
def test_5_map_list_table_export_and_count_of_a_view_say_the_same(twelve: None, view: dict[str, list[str]]) -> None:
    client, query = Client(), urlencode({name: ",".join(values) for name, values in view.items() if values})
    said = client.get(f"/comptes/?{query}").json()["total"]
    listed = client.get(f"/liste/?{query}")
    table = b"".join(client.get(f"/donnees/fiches.csv?{query}").streaming_content).decode()
    tile = get_tile(client, ",".join(view["couches"]), tile_at(CHATEAU, 9), f"?{query}")
    assert {
        "map": sum(map(counted, features_of(tile.content).values())),
        "panel": client.get(f"/?{query}").context["panel"].total,
        "list": len(listed.context["lines"]),
        "table": len(list(csv.DictReader(io.StringIO(table)))),
        "api": client.get(f"/api/v1/fiches/?{query}").json()["count"],
    } == dict.fromkeys(("map", "panel", "list", "table", "api"), said), query


def test_6_whatever_has_a_place_finds_its_areas_again_when_borders_move() -> None:
    def border(east: float) -> list[Border]:
        shape = box(CHATEAU.x - 0.02, CHATEAU.y - 0.02, CHATEAU.x + east, CHATEAU.y + 0.02)
        rest = box(CHATEAU.x + east, CHATEAU.y - 0.02, CHATEAU.x + 0.05, CHATEAU.y + 0.02)
        return [Border(1, "q1", "Un", "", MultiPolygon([shape])), Border(2, "q2", "Deux", "", MultiPolygon([rest]))]

    store_borders(border(-0.01), Level.QUARTIER)
    across = LineString((CHATEAU.x - 0.015, CHATEAU.y), (CHATEAU.x + 0.03, CHATEAU.y), srid=4326)
    for kind in ("signalement", "idee", "equipement", "opportunite"):
        make_fiche(CHATEAU, kind)
        make_fiche(across, kind)
    before = set(Fiche.objects.values_list("pk", "quartier__code"))
    store_borders(border(0.01), Level.QUARTIER)
    reassign_territoires()
    assert before != set(Fiche.objects.values_list("pk", "quartier__code"))
    wrong = """SELECT fiche.id FROM fiches_fiche AS fiche, territoires_at(fiche.geom) AS here
               WHERE (fiche.rue_id, fiche.iris_id, fiche.quartier_id, fiche.commune_id) IS DISTINCT FROM
                     (here.rue_id, here.iris_id, here.quartier_id, here.commune_id)"""
    crossed = """SELECT fiche.id, crossed.territoire_id FROM fiches_fiche AS fiche, territoires_crossed(geom) AS crossed
                 WHERE ST_Dimension(geom) > 0 ORDER BY 1, 2"""
    assert asked(wrong) == []
    assert asked("SELECT fiche_id, territoire_id FROM fiches_crossing ORDER BY 1, 2") == asked(crossed) != []


def test_7_reading_a_source_again_never_undoes_what_a_person_tied(tmp_path: Path) -> None:
    load_reference()
    source, place, agent = make_source(), make_equipement(), bob()
    read(source, written(tmp_path, SCDL + POOL + LIBRARY))
    pool = Ligne.objects.get(key="P1")
    states = {"confirmed": make_equipement(), "suggested": None, "refused": place}
    known = Rattachement._meta.get_field("state").choices
    for state in [value for value, _label in known]:
        Rattachement.objects.create(
            ligne=pool, equipement=states.get(state) or make_equipement(), state=state, settled_by=agent
        )
    cost = make_cout(pool.equipement, ligne=pool, method=Cout.Method.LINKED)
    record(pool.equipement, What.MOVED, role="agent", person=agent)
    kept = list(Rattachement.objects.order_by("pk").values()), Cout.objects.filter(pk=cost.pk).values().get()
    for rows in (POOL.replace("Léo", "L.") + LIBRARY, LIBRARY, LIBRARY + POOL, POOL):
        read(source, written(tmp_path, SCDL + rows))
        now = list(Rattachement.objects.order_by("pk").values()), Cout.objects.filter(pk=cost.pk).values().get()
        assert now == kept, rows


def test_8_a_merge_is_undone_whole_keeps_who_agrees_and_tells_who_does_not() -> None:
    kept, joined = make_idee(title="Un banc", author=alice()), make_idee(title="De quoi s’asseoir", author=bob())
    willing, silent = charlie(), User.objects.create_user("yann@exemple.fr", name="Yann")
    for person in (willing, silent):
        speak(joined, SoutienKind.TOO, Voice(person, ""))
    before = list(Soutien.objects.order_by("pk").values()), Fiche.objects.public().count()
    fusion = propose(kept, [joined], "Le même banc", hand=Hand(None))
    answer_as_supporter(fusion, willing, agreed=True)
    for idee in (kept, joined):
        fusion = answer(fusion, idee, agreed=True, hand=Hand(idee.author))
    assert Fiche.objects.get(pk=joined.pk).visibility == Visibility.JOINED
    assert (heard(kept).people, heard(joined).people) == (3, 1), "Yann said nothing: his voice stays where it was"
    assert "ne font plus qu’une idée" in joined.evenements.filter(what=What.MERGED).last().public_text
    undo(fusion, hand=Hand(None))
    assert (list(Soutien.objects.order_by("pk").values()), Fiche.objects.public().count()) == before


@pytest.mark.parametrize("kind", ["signalement", "idee", "equipement", "opportunite"])
def test_9_what_is_binned_is_read_with_its_reason_and_counted_nowhere(client: Client, kind: str) -> None:
    makers = {"idee": make_idee, "equipement": make_equipement, "opportunite": make_opportunite}
    fiche = makers.get(kind, make_fiche)(CHATEAU, title="Un titre écrit")
    by = emma()
    for rule, shown in ((Rule.ADVERT, True), (Rule.PERSONAL, False)):
        set_aside(Fiche.objects.get(pk=fiche.pk), by=by, rule=rule, reason="Parce que.")
        page = client.get("/corbeille/").content.decode()
        assert ("Un titre écrit" in page) is shown and "Parce que." in page
        assert client.get("/comptes/").json()["total"] == client.get("/api/v1/fiches/").json()["count"] == 0
        assert not client.get("/liste/").context["lines"]
        restore(Fiche.objects.get(pk=fiche.pk), by=by, reason="Relu.")
    assert client.get("/comptes/").json()["total"] == 1


@settings(max_examples=80, deadline=None)
@given(st.data(), st.sampled_from(Method), st.text("abc-", min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_10_ballots_give_their_winners_by_one_rule_and_ties_by_the_draw_published_before(
    data: st.DataObject, method: Method, seed: str, chance: Random
) -> None:
    codes = tuple("ABCD"[: data.draw(st.integers(2, 4))])
    low, high = {Method.CONSENT: (-1, 1), Method.DATES: (0, 2)}.get(method, (1, 5))
    one = st.permutations(codes).map(lambda order: {code: rank for rank, code in enumerate(order, start=1)})
    if method != Method.RANKING:
        one = st.dictionaries(st.sampled_from(codes), st.integers(low, high), min_size=1)
    voices = [Vote(choices) for choices in data.draw(st.lists(one, max_size=8))]
    found = count(Poll(method, codes, seed), voices)
    shuffled, others = list(voices), list(codes)
    chance.shuffle(shuffled)
    chance.shuffle(others)
    assert [place.code for place in count(Poll(method, tuple(others), seed), shuffled)] == [each.code for each in found]
    drawn = {code: hashlib.sha256(f"{seed}:{code}".encode()).hexdigest() for code in codes}
    for before, after in pairwise(found):
        assert before.key > after.key or (before.key == after.key and drawn[before.code] < drawn[after.code])
