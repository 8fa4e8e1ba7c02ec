"""The demonstration of the three rooms: enough of it, marked, with histories that could be, and removable."""

import re
from collections import Counter
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.test import Client

from carto.comptes.models import User
from carto.fiches.models import Acte, Commentaire, Evenement, Fiche, Jury, Lien, Stage, What
from carto.fiches.moderation.jury.draw import draw
from carto.geometry import place_box
from projets.demonstration import Step, history, read_rows
from projets.equipements.management.commands.load_demo_equipements import CONTENT
from projets.equipements.models import Cout, Equipement, Nature
from projets.idees.models import Amendement, Idee
from projets.idees.workflow import WORKFLOW, Status
from projets.opportunites.models import Opportunite, Scale
from tests.projets.samples import load_palette, make_equipement, make_idee, make_opportunite

pytestmark = pytest.mark.django_db
COMMANDS = ("load_demo_equipements", "load_demo_idees", "load_demo_opportunites")


def _load(*options: str) -> None:
    for command in COMMANDS:
        call_command(command, *options, stdout=StringIO())


@pytest.fixture
def demonstration() -> None:
    """Everything that the three commands load."""
    load_palette()
    _load()


def test_it_holds_enough_all_of_it_marked_placed_told_and_costed(demonstration: None) -> None:
    assert Equipement.objects.count() >= 150
    assert Idee.objects.count() >= 120
    assert Opportunite.objects.count() >= 12
    assert not Fiche.objects.filter(demonstration=False).exists()
    _check_variety()
    _check_places()
    _check_histories()
    _check_costs()


def _check_variety() -> None:
    """Every scale, every stage, most stickers."""
    assert set(Opportunite.objects.values_list("scale", flat=True)) == set(Scale.values)
    assert Idee.objects.values("autocollant").distinct().count() >= 30
    for model in (Idee, Opportunite):
        assert set(model.objects.values_list("stage", flat=True)) == set(Stage.values)


def _check_places() -> None:
    """Everything lies in the city's box; some topics are lines, areas, or several points."""
    box = place_box()
    for fiche in Fiche.objects.all():
        assert box.contains(fiche.geom.point_on_surface.x, fiche.geom.point_on_surface.y), fiche.title
    shapes = Counter(topic.geom.geom_type for topic in Opportunite.objects.all())
    assert min(shapes["LineString"], shapes["Polygon"], shapes["MultiPoint"]) >= 2


def _check_histories() -> None:
    """Each history is in order and ends in the fiche's state."""
    assert not Fiche.objects.annotate(told=Count("evenements")).filter(told=0).exists()
    for model in (Idee, Opportunite):
        for fiche in model.objects.prefetch_related("evenements"):
            events = list(fiche.evenements.all())
            assert [event.at for event in events] == sorted(event.at for event in events)
            assert events[0].at == fiche.created_at
            assert len(events) == 1 or events[-1].after == fiche.status, fiche.title


def _check_costs() -> None:
    """At least one line per facility, and a source to click for each amount."""
    assert not Equipement.objects.annotate(lines=Count("couts")).filter(lines=0).exists()
    assert Cout.objects.published().count() >= 20
    assert not Cout.objects.published().filter(source_url="").exists()


def test_its_facilities_have_the_types_by_which_one_compares() -> None:
    load_palette()
    call_command("load_types", stdout=StringIO())
    call_command("load_demo_equipements", stdout=StringIO())
    typed = Equipement.objects.exclude(type=None).select_related("type")
    assert all(each.type.nature == each.nature for each in typed)
    assert {"piscine", "bibliotheque", "musee"} & set(typed.values_list("type__code", flat=True))
    assert typed.count() >= 30


def test_its_facilities_have_owners_of_the_directory_and_the_list_of_those_says_so(client: Client) -> None:
    load_palette()
    call_command("load_directory", stdout=StringIO(), stderr=StringIO())
    call_command("load_demo_equipements", stdout=StringIO())
    owned = Counter(Equipement.objects.exclude(owner=None).values_list("owner__slug", flat=True))
    assert owned["ville-de-nantes"] >= 50 and owned["chu-de-nantes"] >= 1 and owned["region-pays-de-la-loire"] >= 3
    page = client.get("/organismes/").content.decode()
    assert not re.search(r"\b0 équipement", page)
    assert f"{owned['ville-de-nantes']} équipements" in page


def test_the_files_of_facilities_and_costs_agree() -> None:
    facilities = read_rows(CONTENT / "equipements.csv")
    assert {row["nature"] for row in facilities} <= set(Nature.values)
    assert {row["code"] for row in read_rows(CONTENT / "couts.csv")} <= {row["code"] for row in facilities}


def test_loading_twice_adds_nothing_and_removing_leaves_what_people_sent(demonstration: None) -> None:
    def stored() -> tuple[set[UUID], int, int]:
        return set(Fiche.objects.values_list("uuid", flat=True)), Evenement.objects.count(), Cout.objects.count()

    before = stored()
    _load()
    assert stored() == before
    kept = {make_idee().uuid, make_equipement().uuid, make_opportunite().uuid}
    _load("--remove")
    assert stored() == (kept, 0, 0)


@pytest.mark.parametrize("command", COMMANDS)
def test_without_reference_content_the_command_says_what_to_load(command: str) -> None:
    with pytest.raises(CommandError, match="load_"):
        call_command(command, stdout=StringIO())
    assert not Fiche.objects.exists()


@pytest.mark.parametrize("step", [Step("delivered", 3, "Fait."), Step("set_aside", 3, "")])
def test_a_history_that_could_not_be_is_refused(step: Step) -> None:
    with pytest.raises(CommandError):
        list(history(make_idee(), [step], WORKFLOW, Status.PROPOSED))


def test_an_idea_of_the_demonstration_has_a_change_that_is_taken_up_and_another_answer(client: Client) -> None:
    load_palette()
    for name in ("load_demo_idees", "load_demo_idees_branches"):
        call_command(name, stdout=StringIO())
    before = Evenement.objects.count()
    call_command("load_demo_idees_branches", stdout=StringIO())
    assert Evenement.objects.count() == before and Amendement.objects.count() == 2
    target = Idee.objects.get(title="De l’ombre place de Bretagne")
    page = client.get(target.get_absolute_url()).content.decode()
    for told in ("Ses branches", "Trois arbres, mais au bord de la place", "Des voiles d’ombre", "repris", "Repris de"):
        assert told in page
    call_command("load_demo_idees_branches", "--remove", stdout=StringIO())
    assert not Amendement.objects.exists() and not Evenement.objects.filter(what=What.AMENDED).exists()
    assert not Lien.objects.exists() and Idee.objects.count() >= 120


def test_a_contested_decision_of_the_demonstration_was_judged_by_a_jury_that_can_be_drawn_again(client: Client) -> None:
    load_palette()
    for name in ("load_demo_idees", "load_demo_idees_jury", "load_demo_idees_jury"):
        call_command(name, stdout=StringIO())
    jury = Jury.objects.get()
    drawn = list(jury.jures.all())
    assert [jure.mark for jure in drawn] == draw(jury.seed, [jure.mark for jure in drawn])
    assert (jury.outcome, jury.among, len(drawn)) == ("reversed", 9, 9) and not User.objects.exists()
    told = client.get(f"/registre/{jury.acte_id}/").content.decode()
    assert jury.seed in told and "une prise de courant" in told and "3 pour annuler, 1 pour maintenir" in told
    idea = client.get(jury.acte.fiche.get_absolute_url()).content.decode()
    assert "on se branche chez lui" in idea and "Verdict du jury" in idea
    call_command("load_demo_idees_jury", "--remove", stdout=StringIO())
    assert not Acte.objects.exists() and not Jury.objects.exists() and not Commentaire.objects.exists()


def test_the_demonstration_s_ideas_have_words_and_supports_and_lose_them_with_it() -> None:
    load_palette()
    for name in ("load_demo_idees", "load_demo_idees_voices", "load_demo_idees_voices"):
        call_command(name, stdout=StringIO())
    tree = Idee.objects.get(title="Un banc avant la côte")
    assert {bearing.etiquette.name for bearing in tree.etiquetages.shown()} == {"aînés", "pause"}
    assert tree.soutiens.count() == 7 and Idee.objects.filter(etiquetages__isnull=False).distinct().count() == 23
    assert Idee.objects.filter(answered_at__isnull=False).exists()
    call_command("load_demo_idees_voices", "--remove", stdout=StringIO())
    assert not tree.etiquetages.exists() and not tree.soutiens.exists()
