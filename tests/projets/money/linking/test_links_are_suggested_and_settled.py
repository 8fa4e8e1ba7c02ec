"""A machine suggests, a person decides: the cost follows, history keeps both, and a later file undoes nothing."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from carto.fiches.models import Evenement, What
from carto.territoires.models import Level
from projets.equipements.figures.comparing import per_use, published
from projets.equipements.linking.actions import Hand, confirm, refuse, tie, undo
from projets.equipements.linking.suggesting import suggest_for
from projets.equipements.models import Cout, Equipement, Ligne, LigneVersion, Rattachement, TypeEquipement
from tests.factories import make_territoire
from tests.people import bob
from tests.places import CHATEAU
from tests.projets.money.linking.samples import (
    make_budget_line,
    make_deliberation,
    make_ligne,
    make_marche,
    make_source,
)
from tests.projets.samples import make_cout, make_equipement

pytestmark = pytest.mark.django_db
POOL = "Rénovation de la piscine Léo Lagrange - lot 3 chauffage"


@pytest.fixture
def pool() -> Equipement:
    return make_equipement(CHATEAU, title="Piscine Léo-Lagrange", nature="pool", operator="Ville de Nantes")


@pytest.fixture
def hand() -> Hand:
    return Hand(bob(), "agent")


def _suggested(ligne: Ligne) -> Rattachement:
    suggest_for(ligne.source)
    return ligne.rattachements.get()


def test_suggesting_twice_changes_nothing_and_the_command_says_what_it_did(pool: Equipement) -> None:
    ligne = make_marche(POOL)
    make_marche("Fournitures de bureau")
    link = _suggested(ligne)
    assert (link.equipement, link.state) == (pool, "suggested")
    assert link.score > 0.85
    assert {"what": "kind", "told": "piscine"} in link.reasons
    out = StringIO()
    call_command("suggest_links", source="decp", stdout=out)
    assert out.getvalue().startswith("0 propositions nouvelles, 0 changées, 0 retirées")
    with pytest.raises(CommandError):
        call_command("suggest_links", source="rien")
    pool.title = "Gymnase"
    pool.save()
    assert suggest_for(ligne.source) == {"new": 0, "changed": 0, "gone": 1}


def test_confirming_makes_the_cost_and_a_line_of_history(pool: Equipement, hand: Hand) -> None:
    link = confirm(_suggested(make_marche(POOL, "486250.00")), hand)
    cout = Cout.objects.get()
    assert (cout.equipement, cout.amount, cout.kind, cout.basis) == (pool, Decimal("486250.00"), "notified", "ht")
    assert (cout.year, cout.method, cout.purpose, cout.state) == (2021, "linked", "renovation", "confirmed")
    assert (cout.rattachement, cout.ligne, cout.entered_by) == (link, link.ligne, hand.person)
    told = Evenement.objects.get(fiche=pool, what=What.TIED)
    assert (told.actor_role, told.person) == ("agent", hand.person)
    assert "486 250 €" in told.public_text.replace("\u00a0", " ")


def test_a_row_shared_out_makes_its_whole_amount_to_the_cent(pool: Equipement, hand: Hand) -> None:
    ligne = make_marche("Maintenance des trois piscines", "100.01")
    places = [pool, *(make_equipement(CHATEAU, title=name) for name in ("Petit-Port", "Durantière"))]
    for place, share in zip(places, ("0.3333", "0.3333", "0.3334"), strict=True):
        tie(ligne, place, hand, share=Decimal(share))
    assert sum(Cout.objects.values_list("amount", flat=True)) == Decimal("100.01")
    assert set(Cout.objects.values_list("method", flat=True)) == {"apportioned"}
    with pytest.raises(ValidationError, match="Il reste 0 %"):
        tie(ligne, make_equipement(CHATEAU, title="Jules-Verne"), hand, share=Decimal("0.01"))


def test_undoing_keeps_the_cost_as_replaced_and_the_place_free_again(pool: Equipement, hand: Hand) -> None:
    link = confirm(_suggested(make_marche(POOL)), hand)
    undo(link, "C’est l’autre piscine", hand)
    link.refresh_from_db()
    assert (link.state, link.undone_reason, link.undone_by) == ("undone", "C’est l’autre piscine", hand.person)
    assert Cout.objects.get().state == "superseded"
    assert "C’est l’autre piscine" in Cout.objects.get().state_reason
    assert Evenement.objects.filter(fiche=pool, what=What.TIED).count() == 2
    assert suggest_for(link.ligne.source)["new"] == 0, "what a person undid is not suggested again"
    again = tie(link.ligne, pool, hand, why="Vérifié sur place")
    assert again.pk != link.pk
    assert sorted(Cout.objects.values_list("state", flat=True)) == ["confirmed", "superseded"]


def test_a_later_file_never_undoes_what_a_person_did(pool: Equipement, hand: Hand) -> None:
    ligne, other = make_marche(POOL), make_marche("Piscine Léo Lagrange : portes")
    suggest_for(ligne.source)
    confirm(ligne.rattachements.get(), hand)
    refuse(other.rattachements.get(), "Un homonyme", hand)
    LigneVersion.objects.create(ligne=ligne, data={}, sha256="1" * 64, until=ligne.last_import)
    Ligne.objects.update(withdrawn_at=timezone.now())
    assert suggest_for(ligne.source) == {"new": 0, "changed": 0, "gone": 0}
    assert {each.state for each in Rattachement.objects.all()} == {"confirmed", "refused"}
    assert Cout.objects.get().state == "confirmed"


def test_the_second_of_two_people_is_told_that_somebody_was_faster(pool: Equipement, hand: Hand) -> None:
    link = _suggested(make_marche(POOL))
    seen_by_both = Rattachement.objects.get(pk=link.pk)
    confirm(link, hand)
    for act in (lambda: confirm(seen_by_both, hand), lambda: refuse(seen_by_both, "Non", hand)):
        with pytest.raises(ValidationError, match="plus rapide") as told:
            act()
        assert told.value.code == "stale"
    with pytest.raises(ValidationError, match="déjà rattachée"):
        tie(link.ligne, pool, hand)


def test_a_budget_line_gives_what_was_voted_and_what_was_spent_apart(pool: Equipement, hand: Hand) -> None:
    link = _suggested(make_budget_line("Piscine Léo Lagrange", "500000", "423111.20"))
    confirm(link, hand)
    told = set(Cout.objects.values_list("kind", "amount", "basis"))
    assert told == {("voted", Decimal(500000), "unknown"), ("realised", Decimal("423111.20"), "unknown")}
    undo(link, "Erreur", hand)
    assert not Cout.objects.holding().exists()


def test_a_deliberation_or_an_undated_row_is_tied_without_a_cost(pool: Equipement, hand: Hand) -> None:
    confirm(_suggested(make_deliberation("Piscine Léo Lagrange : approbation du programme")), hand)
    confirm(_suggested(make_marche(POOL, source=make_source("b"), notified_on=None)), hand)
    assert not Cout.objects.exists()
    assert Evenement.objects.filter(fiche=pool, what=What.TIED).count() == 2


def test_who_worked_there_once_and_a_cost_of_that_size_speak_for_a_place(pool: Equipement, hand: Hand) -> None:
    confirm(_suggested(make_marche(POOL, "90000")), hand)
    ligne = make_marche("Léo Lagrange : entretien du bassin", "91000")
    found = {reason["what"] for reason in _suggested(ligne).reasons}
    assert {"supplier", "amount"} <= found


def test_the_words_of_a_type_and_a_quartier_speak_for_a_place() -> None:
    make_territoire(CHATEAU, level=Level.COMMUNE, code="44109", name="Nantes")
    make_territoire(CHATEAU, level=Level.QUARTIER, code="bouffay", name="Centre - Bouffay")
    sort = TypeEquipement.objects.create(code="piscine", name="Piscine", nature="pool", words=["bassin"])
    make_equipement(CHATEAU, title="Piscine Léo-Lagrange", nature="pool", operator="Ville de Nantes", type=sort)
    ligne = make_marche("Léo Lagrange, quartier du Bouffay : le bassin", place_code="44109")
    told = {reason["what"]: reason["told"] for reason in _suggested(ligne).reasons}
    assert (told["type"], told["quartier"]) == ("bassin", "bouffay")


def test_tying_a_count_counts_again_what_each_use_costs_and_undoing_does_too(hand: Hand, client: Client) -> None:
    library = make_equipement(CHATEAU, title="Médiathèque Floresca-Guépin", nature="library")
    make_cout(library, "120000", kind="running", purpose="running", year=2024)
    source = make_source("usages", "usage", title="Fréquentation", format="usages")
    lignes = [
        make_ligne(source, f"biblio-{month}", data={"lieu": "La biblio", "mois": f"2024-{month:02}", "nombre": "1000"})
        for month in range(1, 13)
    ]
    assert "10 €" not in client.get(library.get_absolute_url()).content.decode()
    with pytest.raises(ValidationError, match="tout entier"):
        tie(lignes[0], library, hand, share=Decimal("0.5"))
    link = tie(lignes[0], library, hand)
    assert library.usages.count() == 12, "the other months name the same place"
    (each,) = per_use(published(library.couts.all()), library.usages.all())
    assert (each.year, each.count, each.each) == (2024, Decimal(12000), Decimal("10.00"))
    entered = library.usages.get(month=date(2024, 5, 1))
    entered.ligne, entered.value = None, Decimal(500)
    entered.save()
    undo(link, "C’est une autre", hand)
    assert list(library.usages.values_list("month", "value")) == [(date(2024, 5, 1), Decimal(500))]
    assert per_use(published(library.couts.all()), library.usages.all()) == []


def test_channels_of_one_place_add_up_again_when_one_leaves(hand: Hand) -> None:
    bridge = make_equipement(CHATEAU, title="Pont Anne-de-Bretagne", nature="bridge")
    source = make_source("passages", "usage", title="Passages", format="comptage-mobilites")
    links = [
        tie(make_ligne(source, name, data={"channel_id": name, "mois": "2024-06-01", "passages": n}), bridge, hand)
        for name, n in (("nord", "5.00"), ("sud", "20.50"))
    ]
    assert bridge.usages.get().value == Decimal("25.50")
    undo(links[0], "C’est le quai", hand)
    assert bridge.usages.get().value == Decimal("20.50")
