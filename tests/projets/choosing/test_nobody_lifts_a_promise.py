"""Anonymous, hidden until the end, open until its hour: neither a role, the admin nor the database lifts the promises.

The one who tries has every row of every table, the admin's account, and knows all about Alice.
"""

import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client

from carto.comptes.models import User
from carto.fiches.models import Evenement, What
from projets.opportunites.choosing.actions import cancel, settle, settle_due
from projets.opportunites.choosing.roll import make_codes
from projets.opportunites.models import Consultation, ConsultationKey, Emargement, Jeton, Option, Voix
from projets.votes.polls.poll import THIN, Proof
from tests.people import alice, charlie, hugo
from tests.projets.campagnes.test_nobody_can_tell_once_it_is_closed import dump
from tests.projets.choosing.samples import OLD, YOUNG, at, ended, make_consultation, say

pytestmark = pytest.mark.django_db
PAGE = "/consultations/ombre/"


def admin_client() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("admin@exemple.fr", is_active=True))
    return client


def refused(act: Any, *args: Any, **kwargs: Any) -> bool:
    """Whether the database itself says no."""
    try:
        with transaction.atomic():
            act(*args, **kwargs)
    except DatabaseError as error:
        return "consultation" in str(error)
    return False


def test_nothing_of_an_opened_one_can_be_changed_by_anybody() -> None:
    consultation = make_consultation()
    mine = Consultation.objects.filter(pk=consultation.pk)
    earlier = consultation.closes_at - timedelta(days=5)
    for changes in (
        {"closes_at": earlier}, {"closes_at": consultation.closes_at + timedelta(days=1)}, {"hidden": False},
        {"opened_at": None}, {"proofs": ["declared"]}, {"method": "dots"}, {"quorum": 0}, {"people": {}},
        {"slug": "autre"}, {"title": "Autre chose"}, {"demonstration": True}, {"youngest": 99}, {"decides": "Rien."},
    ):  # fmt: skip
        assert refused(mine.update, **changes), changes
    options = Option.objects.filter(consultation=consultation)
    assert refused(options.update, name="Une tour") and refused(options.delete) and refused(mine.delete)
    assert refused(Option.objects.create, consultation=consultation, code="Z", name="De dernière heure")
    assert mine.update(arrivals={}) == 1
    say(consultation, "Zoé", A=5)
    assert refused(Voix.objects.update, choices={"A": 0}) and Voix.objects.get().choices == {"A": 5}


def test_an_admin_sees_that_it_exists_and_can_neither_change_it_nor_read_a_voice() -> None:
    consultation = make_consultation()
    say(consultation, "Alice", A=5)
    client = admin_client()
    address = f"/admin/opportunites/consultation/{consultation.pk}/"
    shown = client.get(f"{address}change/")
    assert shown.status_code == 200 and b'name="_save"' not in shown.content
    assert client.post(f"{address}change/", {"closes_at_0": "2020-01-01", "hidden": ""}).status_code == 403
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/opportunites/consultation/add/").status_code == 403
    for model in ("voix", "emargement", "jeton", "objection", "consultationkey", "option"):
        assert client.get(f"/admin/opportunites/{model}/").status_code == 404
    consultation.refresh_from_db()
    assert consultation.hidden and not consultation.cancelled_at


def test_what_is_chosen_is_told_nowhere_before_the_end_even_to_who_carries_it() -> None:
    consultation = make_consultation(method="consent")
    for who in range(12):
        say(consultation, who, A=1, B=0)
    everybody, carrier, admin = Client(), Client(), admin_client()
    carrier.force_login(hugo())
    for client in (everybody, carrier, admin):
        for address in ("resultat/", "resultat/voix.json", "resultat/voix.csv"):
            assert client.get(PAGE + address).status_code == 404
        assert "12 accords" not in client.get(PAGE).content.decode()
    desk = carrier.get("/consultations/animer/ombre/").content.decode()
    assert "12 voix" in desk and "12 accords" not in desk
    with at(ended(consultation)):
        assert "12 accords" in everybody.get(f"{PAGE}resultat/").content.decode()


def test_where_nothing_was_hidden_the_count_is_read_all_along() -> None:
    consultation = make_consultation(hidden=False)
    say(consultation, "Zoé", A=4)
    shown = Client().get(f"{PAGE}resultat/").content.decode()
    assert "4 points" in shown and "voix.json" not in shown
    assert Client().get(f"{PAGE}resultat/voix.json").status_code == 404


def test_it_is_closed_by_the_clock_and_the_secret_dies_at_the_first_look() -> None:
    consultation = make_consultation()
    say(consultation, "Zoé", A=4)
    make_codes(consultation, Proof.POSTED, "ile", 3)
    before = set(Voix.objects.values_list("pk", flat=True))
    with at(consultation.closes_at - timedelta(seconds=1)):
        assert settle_due() == 0 and ConsultationKey.objects.exists()
    with at(consultation.closes_at):
        assert Client().get(PAGE).status_code == 200
    assert not ConsultationKey.objects.exists() and not Emargement.objects.exists() and not Jeton.objects.exists()
    assert not before & set(Voix.objects.values_list("pk", flat=True))
    assert Evenement.objects.filter(what=What.CONSULTED, actor_role="system").count() == 1
    assert refused(Consultation.objects.filter(slug="ombre").update, result={}, counted_at=None)
    with at(ended(consultation)):
        assert settle_due() == 0


def test_no_row_that_is_left_leads_from_alice_to_her_voice() -> None:
    consultation = make_consultation(method="consent")
    person, client = alice(), Client()
    client.force_login(person)
    sent = {"c-A": "-1", "r-A": "Trop cher pour nous", "preuve": "account", "secteur": "ile", "age": OLD}
    with at(consultation.opens_at + timedelta(hours=5)):
        assert client.post(f"{PAGE}voter/", sent | {"confirmer": "1"}).status_code == 302
    for who in range(2 * THIN):
        say(consultation, who, "centre", YOUNG, A=1)
    while_open = dump()
    with at(ended(consultation)):
        settle(consultation)
    for rows in (while_open, dump()):
        said = [columns for table, columns in rows if table in ("opportunites_voix", "opportunites_objection")]
        assert len(said) == 2 * THIN + 2
        for columns in said:
            text = json.dumps(columns, default=str)
            assert person.email not in text and client.session.session_key not in text
            assert not any(value.__class__.__name__ == "datetime" for value in columns.values())
            assert not any("person" in name or "user" in name or "author" in name for name in columns)
    _check_left(person, client)


def _check_left(person: User, client: Client) -> None:
    """After the count: no area, age or proof that is rare, and no digest that anything in the database gives again."""
    rows = dump()
    left = list(Voix.objects.values("area", "age", "proof", "cell", "mates", "liasse"))
    assert {(each["area"], each["age"], each["mates"], each["liasse"]) for each in left} == {("", "", "", None)}
    hers = Voix.objects.get(choices={"A": -1})
    assert Voix.objects.filter(cell=hers.cell, proof=hers.proof).count() >= THIN
    texts = {str(value) for _table, columns in rows for value in columns.values() if value is not None}
    known = [str(person.pk), person.email, client.session.session_key]
    keys = [settings.SECRET_KEY, *(text for text in texts if 16 <= len(text) <= 64)]
    words = [*known, *(f"account\x1f{who}" for who in known), *(f"groupe\x1f{who}" for who in known)]
    tried = {hmac.new(key.encode(), word.encode(), hashlib.sha256).hexdigest() for key in keys for word in words}
    assert not tried & {text for text in texts if len(text) == 64}


def test_to_cancel_takes_a_public_reason_and_erases_what_was_said() -> None:
    consultation = make_consultation()
    say(consultation, "Zoé", A=4)
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        cancel(consultation, "  ", person=None, role="facilitator")
    client = Client()
    client.force_login(hugo())
    address = "/consultations/animer/ombre/annuler/"
    assert "Dites pourquoi" in client.post(address, {"why": ""}, follow=True).content.decode()
    done = client.post(address, {"why": "Le pont ferme : la question change."}, follow=True)
    assert "C’est annulé" in done.content.decode()
    assert "Le pont ferme" in Client().get(PAGE).content.decode()
    assert not Voix.objects.exists() and not ConsultationKey.objects.exists()
    assert Client().get(f"{PAGE}resultat/").status_code == 404
    told = Evenement.objects.get(what=What.CONSULTED, public_text__contains="annulée")
    assert (told.actor_role, told.person.name) == ("facilitator", "Hugo")
    assert refused(Consultation.objects.filter(slug="ombre").update, cancelled_why="Autre raison")
    assert refused(Consultation.objects.filter(slug="ombre").update, cancelled_at=None, cancelled_why="")


def test_a_stranger_opens_and_changes_nothing() -> None:
    make_consultation(opened=False)
    for client in (Client(), Client()):
        assert client.get(PAGE).status_code == 404
    stranger = Client()
    stranger.force_login(charlie())
    assert stranger.get(PAGE).status_code == 404
    for address in ("", "ombre/", "ombre/papier/", "ombre/possibilites/"):
        assert stranger.get(f"/consultations/animer/{address}").status_code == 403
    for act in ("annoncer", "annuler", "codes", "possibilites/ajouter"):
        assert stranger.post(f"/consultations/animer/ombre/{act}/").status_code == 403
    assert Consultation.objects.get().opened_at is None
