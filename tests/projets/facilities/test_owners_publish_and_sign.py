"""A publisher of an organisation publishes its facilities, its costs and its uses, signed; others cannot."""

from decimal import Decimal

import pytest
from django.test import Client

from carto.comptes.models import Role, RoleName
from carto.fiches.models import What
from projets.equipements.models import Cout, Equipement, Mandat, Organisme
from tests.factories import make_theme
from tests.people import bob, charlie
from tests.places import COMMERCE
from tests.projets.facilities.samples import cost, facility, ines, make_chu, make_university
from tests.projets.samples import make_cout, make_equipement

pytestmark = pytest.mark.django_db
NEW = "/organismes/equipement/nouveau/"


def signed_in(client: Client, person: object) -> Client:
    client.force_login(person)
    return client


def its_facility(organisme: Organisme | None = None, **fields: object) -> Equipement:
    chu = organisme or make_chu()
    return make_equipement(title="Hôtel-Dieu", nature="health", owner=chu, publisher=chu, **fields)


def costs_of(equipement: Equipement) -> str:
    return f"/organismes/equipement/{equipement.uuid}/couts/"


def uses_of(equipement: Equipement) -> str:
    return f"/organismes/equipement/{equipement.uuid}/usages/"


def test_a_publisher_publishes_a_facility_signed_by_the_organisation(client: Client) -> None:
    person = ines()
    sent = facility()
    answer = signed_in(client, person).post(NEW, sent)
    made = Equipement.objects.get(title="Nouvel hôpital")
    assert answer.status_code == 302
    assert answer["Location"] == made.get_absolute_url()
    assert (made.publisher, made.owner, made.stage) == (make_chu(), make_chu(), "in_progress")
    line = made.evenements.get()
    assert (line.what, line.actor_role, line.person) == (What.PUBLISHED, "publisher", person)
    assert line.public_text == "Publié par CHU de Nantes."
    client.post(NEW, sent)
    assert Equipement.objects.filter(title="Nouvel hôpital").count() == 1
    page = Client().get(made.get_absolute_url()).content.decode()
    assert "publié par CHU de Nantes" in page
    assert "ouvert maintenant" in page or "Ouvert jour et nuit" in page


def test_an_identifier_that_served_elsewhere_is_told(client: Client) -> None:
    taken = make_equipement(title="Au voisin")
    answer = signed_in(client, ines()).post(NEW, facility(uuid=str(taken.uuid)))
    assert answer.status_code == 409
    assert "Deux hôpitaux réunis sur l’île." in answer.content.decode()
    assert Equipement.objects.count() == 1


def test_works_are_known_by_their_own_picture(client: Client) -> None:
    theme = make_theme("travaux", icon="construction")
    signed_in(client, ines()).post(NEW, facility(nature="works", status="planned", begins_on="2026-05-01"))
    assert Equipement.objects.get().theme == theme


def test_a_city_agent_publishes_for_the_city(client: Client) -> None:
    signed_in(client, bob()).post(NEW, facility())
    made = Equipement.objects.get()
    assert made.publisher is None
    assert made.evenements.get().actor_role == "agent"


def test_nobody_signs_with_a_name_that_gave_them_no_mandate(client: Client) -> None:
    person = ines()
    Mandat.objects.create(person=person, organisme=make_university())
    answer = signed_in(client, person).post(NEW, facility(signature="ville"))
    assert answer.status_code == 422
    assert not Equipement.objects.exists()


@pytest.mark.parametrize("wrong", [
    {"title": ""}, {"nature": "moon"}, {"theme": "999999"}, {"longitude": "200", "latitude": "100"},
    {"begins_on": "2026-05-02", "ends_on": "2026-05-01"}, {"capacity": "-3"}, {"opened": "99999"}, {"type": "1 OR 1=1"},
    {"website": "javascript:alert(1)"}, {"status": "demolished"}, {"owner": "NaN"}, {"hours": "x" * 301},
])  # fmt: skip
def test_a_form_that_cannot_be_is_refused_and_keeps_what_was_typed(client: Client, wrong: dict[str, str]) -> None:
    answer = signed_in(client, ines()).post(NEW, facility(**wrong))
    assert answer.status_code == 422
    assert "Deux hôpitaux réunis sur l’île." in answer.content.decode()
    assert not Equipement.objects.exists()


def test_strangers_are_refused_and_other_publishers_find_nothing(client: Client) -> None:
    mine = its_facility()
    addresses = [costs_of(mine), uses_of(mine), f"/organismes/equipement/{mine.uuid}/"]
    assert Client().get(NEW).status_code == 302
    signed_in(client, charlie())
    assert {client.get(address).status_code for address in [NEW, *addresses]} == {403}
    other = ines(make_university())
    assert {signed_in(client, other).get(address).status_code for address in addresses} == {404}
    assert {client.post(address, cost()).status_code for address in addresses} == {404}
    city = make_equipement()
    assert client.get(f"/organismes/equipement/{city.uuid}/").status_code == 404
    Mandat.objects.update(ended_at="2026-01-01T00:00Z")
    assert client.get(NEW).status_code == 403
    assert not Cout.objects.exists()


def test_the_owner_adds_costs_to_what_the_city_published_but_does_not_change_it(client: Client) -> None:
    shared = make_equipement(owner=make_chu())
    signed_in(client, ines())
    assert client.get(f"/organismes/equipement/{shared.uuid}/").status_code == 404
    assert client.post(costs_of(shared), cost()).status_code == 302
    assert shared.couts.get().publisher == make_chu()


def test_a_change_is_written_in_the_history_and_a_late_one_is_told(client: Client) -> None:
    mine = its_facility()
    mine.refresh_from_db()
    address = f"/organismes/equipement/{mine.uuid}/"
    shown = signed_in(client, ines()).get(address)
    initial = shown.context["form"].initial
    sent = facility(
        uuid=str(mine.uuid), title="Hôtel-Dieu rénové", status="renovating", why="Désamiantage", seen=initial["seen"],
        longitude=initial["longitude"], latitude=initial["latitude"], held=initial["held"], theme=mine.theme_id,
    )  # fmt: skip
    assert client.post(address, sent).status_code == 302
    mine.refresh_from_db()
    assert (mine.title, mine.status, mine.stage) == ("Hôtel-Dieu rénové", "renovating", "in_progress")
    said = {line.what: line.public_text for line in mine.evenements.all()}
    assert said[What.STATUS] == "Désamiantage"
    assert "titre" in said[What.CORRECTED]
    assert What.MOVED not in said
    late = client.post(address, sent | {"title": "Autre nom"})
    assert late.status_code == 409
    assert "Autre nom" in late.content.decode()
    mine.refresh_from_db()
    assert mine.title == "Hôtel-Dieu rénové"


def test_an_address_typed_moves_it(client: Client) -> None:
    mine = its_facility()
    mine.refresh_from_db()
    address = f"/organismes/equipement/{mine.uuid}/"
    initial = signed_in(client, ines()).get(address).context["form"].initial
    sent = facility(
        uuid=str(mine.uuid), seen=initial["seen"], status="open", longitude=f"{COMMERCE.x}", latitude=f"{COMMERCE.y}"
    )  # fmt: skip
    assert client.post(address, sent).status_code == 302
    mine.refresh_from_db()
    assert mine.geom.x == pytest.approx(COMMERCE.x)
    assert mine.evenements.filter(what=What.MOVED).count() == 1


def test_a_cost_is_published_signed_and_told_once(client: Client) -> None:
    mine, person = its_facility(), ines()
    sent = cost(amount="1 234,50 €")
    assert signed_in(client, person).post(costs_of(mine), sent).status_code == 302
    client.post(costs_of(mine), sent)
    made = mine.couts.get()
    assert (made.amount, made.kind, made.basis, made.year) == (Decimal("1234.50"), "estimated", "ttc", 2023)
    assert (made.publisher, made.entered_by) == (make_chu(), person)
    line = mine.evenements.get(what=What.FIGURE)
    assert (line.actor_role, line.person) == ("publisher", person)
    assert "1\u00a0234,50\u00a0€ TTC, 2023" in line.public_text
    assert "publié par CHU de Nantes" in line.public_text
    assert "inès" not in line.public_text.lower()


@pytest.mark.parametrize("amount", ["-5", "NaN", "1" + "0" * 20, "1,234", "deux cents", "0", "\x00", "1e5"])
def test_an_amount_that_is_none_is_refused_and_kept(client: Client, amount: str) -> None:
    mine = its_facility()
    answer = signed_in(client, ines()).post(costs_of(mine), cost(amount=amount, about="gros œuvre"))
    assert answer.status_code == 422
    assert "gros œuvre" in answer.content.decode()
    assert not mine.couts.exists()


@pytest.mark.parametrize("wrong", [
    {"year": ""}, {"basis": ""}, {"source": ""}, {"kind": "running"}, {"last_year": "2020"}, {"year": "12"},
    {"replaces": "999999"}, {"replaces": "x"}, {"kind": "free"}, {"source_url": "ftp:/x"},
])  # fmt: skip
def test_an_amount_says_its_year_tax_and_source(client: Client, wrong: dict[str, str]) -> None:
    mine = its_facility()
    assert signed_in(client, ines()).post(costs_of(mine), cost(**wrong)).status_code == 422
    assert not mine.couts.exists()


def test_silence_is_published_too(client: Client) -> None:
    mine = its_facility()
    silent = {"purpose": "construction", "kind": "realised", "amount": ""}
    assert signed_in(client, ines()).post(costs_of(mine), silent).status_code == 302
    assert mine.couts.get().amount is None


def test_a_replaced_cost_stays_and_is_replaced_once(client: Client) -> None:
    mine = its_facility()
    first = make_cout(mine, "100", kind="estimated")
    signed_in(client, ines())
    assert client.post(costs_of(mine), cost(amount="200", replaces=first.pk)).status_code == 302
    first.refresh_from_db()
    assert (first.state, first.superseded_by.amount) == (Cout.State.SUPERSEDED, Decimal(200))
    line = mine.evenements.get(what=What.FIGURE)
    assert "Avant : construction, estimé : 100\u00a0€ TTC, 2019." in line.public_text
    assert client.post(costs_of(mine), cost(amount="300", replaces=first.pk)).status_code == 422
    assert mine.couts.count() == 2


def test_a_contested_cost_says_why_and_may_be_confirmed_again(client: Client) -> None:
    mine = its_facility()
    held = make_cout(mine, "100")
    address = f"{costs_of(mine)}{held.pk}/"
    signed_in(client, ines())
    assert client.post(address, {"state": "contested", "reason": "", "seen": "confirmed"}).status_code == 422
    assert client.post(address, {"state": "contested", "reason": "TVA oubliée", "seen": "confirmed"}).status_code == 302
    late = client.post(address, {"state": "contested", "reason": "Autre raison", "seen": "confirmed"})
    assert late.status_code == 409
    assert "Autre raison" in late.content.decode()
    held.refresh_from_db()
    assert (held.state, held.state_reason) == ("contested", "TVA oubliée")
    assert "TVA oubliée" in mine.evenements.get(what=What.FIGURE).public_text
    assert client.post(address, {"state": "confirmed", "reason": "Vérifié", "seen": "contested"}).status_code == 302
    held.refresh_from_db()
    assert held.state == "confirmed"


def test_uses_are_kept_by_month_and_history_keeps_both(client: Client) -> None:
    mine = its_facility()
    sent = {"measure": "entries", "year": "2025", "source": "Rapport d’activité 2025", "m1": "1 200", "m2": "0"}
    assert signed_in(client, ines()).post(uses_of(mine), sent).status_code == 302
    assert client.post(uses_of(mine), sent).status_code == 302
    assert mine.evenements.filter(what=What.FIGURE).count() == 1
    client.post(uses_of(mine), sent | {"m1": "1 300", "m2": ""})
    told = {use.month.month: use.value for use in mine.usages.all()}
    assert told == {1: Decimal(1300), 2: Decimal(0)}
    last = mine.evenements.filter(what=What.FIGURE).last()
    assert "01/2025 : 1300" in last.public_text
    assert "Avant : entrées : 01/2025 : 1200." in last.public_text
    for wrong in ({"m1": "-1"}, {"m1": "NaN"}, {"m1": ""}, {"year": "0"}, {"source": ""}, {"measure": "smiles"}):
        assert client.post(uses_of(mine), sent | {"m2": ""} | wrong).status_code == 422


def test_the_administration_gives_and_ends_mandates(client: Client) -> None:
    chu, person = make_chu(), charlie()
    admin = bob()
    Role.objects.create(user=admin, name=RoleName.ADMIN)
    address = "/organismes/chu/mandats/"
    assert signed_in(client, ines()).get(address).status_code == 403
    signed_in(client, admin)
    assert client.post(address, {"email": "personne@exemple.fr"}).status_code == 422
    assert client.post(address, {"email": "CHARLIE@exemple.fr"}).status_code == 302
    given = Mandat.objects.get(person=person)
    assert (given.organisme, given.given_by) == (chu, admin)
    assert client.post(address, {"email": "charlie@exemple.fr"}).status_code == 422
    assert client.post(address, {"fin": str(given.pk)}).status_code == 302
    assert client.post(address, {"fin": "NaN"}).status_code == 404
    given.refresh_from_db()
    assert given.ended_at is not None


def test_an_organisation_has_its_page(client: Client, django_assert_num_queries: object) -> None:
    for rank in range(3):
        its_facility(uuid=f"00000000-0000-4000-8000-00000000000{rank}")
    make_university()
    with django_assert_num_queries(2):
        listed = client.get("/organismes/").content.decode()
    assert "CHU de Nantes" in listed
    assert "3 équipements" in listed
    with django_assert_num_queries(4):
        page = client.get("/organismes/chu/").content.decode()
    assert page.count("Hôtel-Dieu") == 3
    assert "264400136" in page
    assert client.get("/organismes/rien/").status_code == 404
    assert client.get("/organismes/chu/?page=NaN").status_code == 200
