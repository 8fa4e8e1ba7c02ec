"""Denise opens a choice on her quartier's topics, Hugo anywhere; nothing is announced without what is owed."""

import json
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.contrib.gis.geos import Point
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from carto.fiches.models import Evenement, Fiche, What
from carto.territoires.models import Population
from projets.opportunites.models import Candidat, Consultation, Formule, Option, Voix
from tests.factories import make_theme
from tests.people import alice, denise, hugo
from tests.places import CHATEAU
from tests.projets.choosing.samples import make_consultation, make_quartier
from tests.projets.samples import load_palette, make_opportunite

pytestmark = pytest.mark.django_db
DESK = "/consultations/animer/"


def filled(areas: list[int], **changes: object) -> dict[str, object]:
    """What the page of a new consultation sends."""
    at = timezone.localtime()
    days = {"opens_at": 2, "closes_at": 20, "counts_at": 20}
    told = {name: (at + timedelta(days=ahead)).strftime("%Y-%m-%dT%H:%M") for name, ahead in days.items()}
    told |= {"title": "Quelle ombre sur le cours ?", "method": "score", "dots": "5", "areas": areas, "youngest": "15"}
    return told | {"quorum": "1.5", "ages": "on", "hidden": "on", "proofs": ["account", "counter"]} | changes


def candidate(quartier: object) -> Candidat:
    """A place and a theme where the map says that something could be done."""
    formule = Formule.objects.create(version=900, weights={}, full={}, reason="Essai")
    return Candidat.objects.create(
        scale="quartier", theme=make_theme("proprete"), territoire=quartier, spot=CHATEAU, formule=formule, score=70,
        computed_at=timezone.now(),
    )  # fmt: skip


def test_a_referente_holds_a_choosing_session_of_her_quartier(client: Client) -> None:
    quartier, elsewhere = make_quartier(), make_quartier("Île de Nantes")
    topic, spotted = make_opportunite(CHATEAU, title="Le parvis"), candidate(quartier)
    client.force_login(denise(quartier))
    assert client.get(f"{DESK}nouvelle/?quartier={elsewhere.code}").status_code == 403
    desk = client.get(DESK).content.decode()
    assert "Centre-Ville" in desk and "Île de Nantes" not in desk
    assert client.get(f"{DESK}nouvelle/?quartier=centre").status_code == 200
    sent = filled([quartier.pk], quartier="centre")
    refused = client.post(f"{DESK}nouvelle/", sent | {"closes_at": "2020-01-01T10:00"})
    assert refused.status_code == 422 and "Les dates se suivent" in refused.content.decode()
    draft = client.post(f"{DESK}nouvelle/", sent, follow=True).content.decode()
    assert "deux possibilités au moins" in draft and "Le parvis" in draft and str(spotted) in draft
    address = f"{DESK}quelle-ombre-sur-le-cours/"
    assert "Il manque encore" in client.post(f"{address}annoncer/", follow=True).content.decode()
    client.post(f"{address}possibilites/ajouter/", {"sujet": topic.pk})
    client.post(f"{address}possibilites/ajouter/", {"candidate": spotted.pk})
    assert client.post(f"{address}possibilites/ajouter/", {"sujet": "9" * 40}).status_code == 404
    told = [(option.code, option.opportunite_id, option.candidat_id) for option in Option.objects.all()]
    assert told == [("A", topic.pk, None), ("B", None, spotted.pk)]
    Population.objects.all().delete()
    assert "la population de Centre-Ville, ou aucune masse" in client.get(address).content.decode()
    client.post(
        address, sent | {"quorum": "0", "organiser": "Le conseil de quartier", "decides": "Le premier est porté."}
    )
    assert "C’est annoncé" in client.post(f"{address}annoncer/", follow=True).content.decode()
    consultation = Consultation.objects.get()
    assert (consultation.opened_role, consultation.quorum) == ("referent", Decimal(0))
    assert Evenement.objects.get(fiche=topic, what=What.CONSULTED).actor_role == "referent"
    assert "Quelle ombre sur le cours" in client.get(topic.get_absolute_url()).content.decode()
    spotted.delete()  # counted anew tomorrow: the ballot stays as it was
    kept = Option.objects.get(code="B")
    assert kept.candidat is None and "Centre-Ville" in kept.name


def test_an_option_is_written_with_its_cost_or_refused_in_words(client: Client) -> None:
    make_consultation(opened=False)
    client.force_login(hugo())
    address = f"{DESK}ombre/possibilites/"
    sent = {"name": "Un préau", "meaning": "Du bois", "consequence": "Moins de pelouse", "cost": "12000"}
    refused = client.post(address, sent)
    assert refused.status_code == 422 and "Un coût a une nature" in refused.content.decode()
    sent |= {"cost_kind": "estimated", "cost_year": "2026", "cost_basis": "ttc"}
    assert client.post(address, sent).status_code == 302
    option = Option.objects.get(code="D")
    assert option.cost == Decimal(12000) and "12 000 € TTC, estimé, 2026".replace(" ", "") in client.get(
        f"{DESK}ombre/"
    ).content.decode().replace("\u00a0", "").replace(" ", "")
    assert client.post(f"{address}{option.pk}/", sent | {"name": "Un auvent"}).status_code == 302
    assert client.post(f"{address}{option.pk}/enlever/").status_code == 302
    assert sorted(Option.objects.values_list("code", flat=True)) == ["A", "B", "C"]


def test_codes_are_given_once_and_only_their_digests_are_kept(client: Client) -> None:
    consultation = make_consultation()
    client.force_login(hugo())
    given = client.post(f"{DESK}ombre/codes/", {"proof": "posted", "area": "ile", "many": "3"})
    codes = given.content.decode().split()[1:]
    assert len(set(codes)) == 3 and "no-store" in given["Cache-Control"]
    kept = list(consultation.jetons.values_list("digest", "area"))
    assert len(kept) == 3 and {area for _digest, area in kept} == {"ile"}
    assert not any(code.replace("-", "") in json.dumps(kept) for code in codes)
    assert client.post(f"{DESK}ombre/codes/", {"proof": "account", "area": "ile", "many": "3"}).status_code == 302
    assert consultation.jetons.count() == 3
    assert "rien ne change plus" in client.post(f"{DESK}ombre/", {"title": "Autre"}, follow=True).content.decode()


def test_the_topic_leads_to_its_consultation_and_only_who_carries_it_may_open_one(client: Client) -> None:
    quartier = make_quartier()
    topic = make_opportunite(Point(CHATEAU.x, CHATEAU.y, srid=4326))
    assert "Choisir ensemble" not in client.get(topic.get_absolute_url()).content.decode()
    client.force_login(denise(quartier))
    assert f"?sujet={topic.uuid}" in client.get(topic.get_absolute_url()).content.decode()
    assert topic.question in client.get(f"{DESK}nouvelle/?sujet={topic.uuid}").content.decode()
    client.force_login(alice())
    assert client.get(f"{DESK}nouvelle/?sujet={topic.uuid}").status_code == 403
    client.force_login(hugo())
    assert client.get(f"{DESK}nouvelle/?sujet=x").status_code == 404


def test_the_demonstration_shows_one_open_and_one_counted(client: Client) -> None:
    load_palette()
    for name in ("load_demo_opportunites", "load_demo_consultations", "load_demo_consultations"):
        call_command(name, stdout=StringIO())
    shown = client.get("/consultations/").content.decode()
    assert shown.count("choice-card") >= 2
    done = Consultation.objects.get(counted_at__isnull=False)
    assert "Ce qui vient en premier" in client.get(f"{done.get_absolute_url()}resultat/").content.decode()
    running = Consultation.objects.exclude(pk=done.pk).get()
    assert "Donner ma voix" in client.get(running.get_absolute_url()).content.decode()
    assert client.get(f"{running.get_absolute_url()}voter/").status_code == 200
    assert "Il manque surtout :" in client.get(running.get_absolute_url()).content.decode()
    Consultation.objects.get(pk=done.pk).areas.set([make_quartier()])
    Fiche.objects.filter(demonstration=True).erase()  # as `load_demo --remove` does, table by table
    call_command("load_demo_consultations", remove=True, stdout=StringIO())
    assert not Consultation.objects.exists() and not Voix.objects.exists()
