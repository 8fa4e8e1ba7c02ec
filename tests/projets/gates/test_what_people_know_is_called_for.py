"""Calls for what people know, technical or of use; and what is tried in place, seen by whoever passes, concluded."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from carto.fiches.models import Commentaire, What
from projets.opportunites.gates.tasks import forget_offers
from projets.opportunites.models import Appel, Essai, Offre, OffreContact, Opportunite
from tests.people import alice
from tests.projets.gates.samples import carried, page_of
from tests.projets.referents.samples import in_days

pytestmark = pytest.mark.django_db
CALL = {"kind": "use", "text": "Qui passe ici à poussette ?", "until": in_days(20)}
TRIAL = {
    "text": "Trois bacs au milieu.",
    "place": "Rue Bellamy",
    "pin": "sujet",
    "starts": in_days(-3),
    "ends": in_days(20),
}


def words(text: str, **more: str) -> dict[str, str]:
    """What a form of words sends."""
    return {"uuid": str(uuid.uuid4()), "text": text} | more


def test_somebody_offers_what_they_know_and_how_to_reach_them_stays_private(client: Client) -> None:
    topic, _hand = carried(client)
    address = f"/opportunites/{topic.uuid}/appels/"
    assert client.post(f"{address}lancer/", CALL | {"until": in_days(-1)}).status_code == 422
    assert client.post(f"{address}lancer/", CALL).status_code == 302
    call = Appel.objects.get()
    offer, sent = f"{address}{call.pk}/repondre/", words("Deux fois par jour.", email="nadia@exemple.fr")
    assert "1 ouvert" in page_of(topic)
    assert Client().post(offer, sent | {"email": "pas une adresse"}).status_code == 422
    for _twice in range(2):
        assert Client().post(offer, sent).status_code == 302
    signed = Client()
    signed.force_login(alice())
    assert signed.post(offer, words("Je l’ai mesurée.", named="yes")).status_code == 302
    assert (Offre.objects.count(), OffreContact.objects.count()) == (2, 1)
    told = page_of(topic, "appels/")
    assert "Deux fois par jour." in told and "Alice L." in told and "anonyme" in told and "nadia@" not in told
    kept = Offre.objects.get(commentaire__author=None)
    page = f"{address}offres/{kept.pk}/"
    assert signed.get(page).status_code == 403
    assert "nadia@" not in client.get(page).content.decode() and not topic.evenements.filter(what=What.REACHED).exists()
    assert "nadia@exemple.fr" in client.post(page, {"joindre": "1"}).content.decode()
    assert topic.evenements.filter(what=What.REACHED).count() == 1, "each look leaves a trace"
    assert "nadia" not in page_of(topic) and "Coordonnées" not in page_of(topic)
    assert client.post(page, {"accepted": "oui", "thanks": ""}).status_code == 422
    assert client.post(page, {"accepted": "oui", "thanks": "Merci, venez mardi."}).status_code == 302
    assert client.post(page, {"accepted": "non", "thanks": "Non."}).status_code == 409
    assert "Merci, venez mardi." in page_of(topic, "appels/")


def test_nobody_offers_to_a_topic_that_is_set_aside(client: Client) -> None:
    topic, _hand = carried(client)
    address = f"/opportunites/{topic.uuid}/appels/"
    client.post(f"{address}lancer/", CALL)
    Opportunite.objects.filter(pk=topic.pk).update(status="set_aside")
    late = Client().post(f"{address}{Appel.objects.get().pk}/repondre/", words("Deux fois par jour."))
    assert late.status_code == 409 and not Offre.objects.exists()
    assert "mis de côté" in late.content.decode() and "Deux fois par jour." in late.content.decode()
    assert "J’ai quelque chose à apporter" not in page_of(topic, "appels/")


def test_a_call_ends_on_its_day_and_forgets_how_to_reach_people(client: Client) -> None:
    topic, _hand = carried(client)
    address = f"/opportunites/{topic.uuid}/appels/"
    client.post(f"{address}lancer/", CALL)
    call = Appel.objects.get()
    Client().post(f"{address}{call.pk}/repondre/", words("Moi.", email="nadia@exemple.fr"))
    Appel.objects.update(until=timezone.localdate() - timedelta(days=1))
    late = Client().post(f"{address}{call.pk}/repondre/", words("Trop tard, mais voilà."))
    assert late.status_code == 409 and "Trop tard, mais voilà." in late.content.decode()
    assert forget_offers(0) == 0
    Appel.objects.update(until=timezone.localdate() - timedelta(days=400))
    assert forget_offers(0) == 1 and Offre.objects.count() == 1


def test_of_an_offer_that_nobody_reads_any_more_no_address_is_kept(client: Client) -> None:
    topic, _hand = carried(client)
    address = f"/opportunites/{topic.uuid}/appels/"
    client.post(f"{address}lancer/", CALL)
    Client().post(f"{address}{Appel.objects.get().pk}/repondre/", words("Moi.", email="nadia@exemple.fr"))
    OffreContact.objects.update(created_at=timezone.now() - timedelta(days=400))
    assert forget_offers(0) == 0, "the call goes on"
    Commentaire.objects.update(visibility="binned")
    assert forget_offers(0) == 1 and not OffreContact.objects.exists()


def test_a_trial_is_seen_by_whoever_passes_and_concluded_with_a_reason(client: Client) -> None:
    topic, _hand = carried(client)
    address = f"/opportunites/{topic.uuid}/essais/"
    for wrong in ({"ends": in_days(-5)}, {"place": ""}, {"starts": "demain"}, {"text": ""}):
        assert client.post(f"{address}annoncer/", TRIAL | wrong).status_code == 422, wrong
    assert client.post(f"{address}annoncer/", TRIAL).status_code == 302
    trial = Essai.objects.get()
    assert Client().post(f"{address}{trial.pk}/observer/", words("Les vélos ralentissent.")).status_code == 302
    told = page_of(topic, "essais/")
    assert "Trois bacs au milieu." in told and "Les vélos ralentissent." in told
    assert "Les vélos ralentissent." in page_of(topic), "it is a comment of the topic too, moderated as such"
    conclude = f"{address}{trial.pk}/conclure/"
    assert Client().post(conclude, {"outcome": "keep", "reason": "Oui."}).status_code == 302
    assert client.post(conclude, {"outcome": "keep", "reason": " "}).status_code == 422
    assert client.post(conclude, {"outcome": "adjust", "reason": "Un bac gêne le camion."}).status_code == 302
    assert client.post(conclude, {"outcome": "keep", "reason": "Oui."}).status_code == 409
    assert Client().post(f"{address}{trial.pk}/observer/", words("Encore.")).status_code == 409
    assert "Un bac gêne le camion." in page_of(topic) and "On ajuste" in page_of(topic, "essais/")
    Essai.objects.update(outcome="", reason="", decided_at=None, starts=timezone.localdate() + timedelta(days=1))
    assert client.post(conclude, {"outcome": "keep", "reason": "Déjà."}).status_code == 422, "it has not begun"
