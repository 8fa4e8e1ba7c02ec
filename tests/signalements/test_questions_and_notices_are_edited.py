"""Whoever administers edits questions and notices, and is told what would not hold together."""

import json
from typing import Any

import pytest
from django.test import Client

from carto.comptes.models import User
from signalements.models import Annonce, Categorie, Question
from tests.signalements.samples import load_content

pytestmark = pytest.mark.django_db

FIELDS = ("code", "name", "family", "icon", "words", "notice", "order", "radius", "deadline_days")


@pytest.fixture
def admin(client: Client) -> Client:
    """Signed in as whoever may change everything."""
    load_content()
    client.force_login(User.objects.create_superuser("admin@exemple.fr", "un long mot de passe"))
    return client


def _sent(categorie: Categorie, **changes: Any) -> dict[str, Any]:
    """The category's page as a browser sends it back, with `changes` to its last question."""
    sent = {name: getattr(categorie, name) for name in FIELDS} | {"active": "on"}
    sent |= {"theme": categorie.theme_id, "service": categorie.service_id}
    questions = list(categorie.questions.all())
    sent |= {"questions-TOTAL_FORMS": len(questions), "questions-INITIAL_FORMS": len(questions)}
    for rank, question in enumerate(questions):
        sent |= {f"questions-{rank}-{name}": value for name, value in _fields(question).items()}
    return sent | {f"questions-{len(questions) - 1}-{name}": value for name, value in changes.items()}


def _fields(question: Question) -> dict[str, Any]:
    plain = {name: getattr(question, name) for name in ("code", "text", "kind", "order")}
    structured = {name: json.dumps(getattr(question, name)) for name in ("options", "condition")}
    return plain | structured | {"id": question.pk, "categorie": question.categorie_id}


def test_a_question_is_changed(admin: Client) -> None:
    categorie = Categorie.objects.get(code="bruit")
    address = f"/admin/signalements/categorie/{categorie.pk}/change/"
    assert "arrête le formulaire" in admin.get(address).content.decode()
    assert admin.post(address, _sent(categorie, text="À qui le dire ?")).status_code == 302
    assert categorie.questions.last().text == "À qui le dire ?"


def test_a_condition_that_nothing_meets_is_refused(admin: Client) -> None:
    categorie = Categorie.objects.get(code="bruit")
    address = f"/admin/signalements/categorie/{categorie.pk}/change/"
    wrong = json.dumps({"question": "jamais", "answers": ["oui"]})
    page = admin.post(address, _sent(categorie, condition=wrong))
    assert "la condition doit nommer une question posée avant elle" in page.content.decode()
    assert categorie.questions.last().condition["question"] == "source"


BACKWARDS = {"starts_at_0": "2026-12-02", "starts_at_1": "08:00", "ends_at_0": "2026-12-01", "ends_at_1": "08:00"}
NOTICES = {
    "half of the hours": ({"from_hour": "18:00"}, "Donnez les deux heures"),
    "backwards": (BACKWARDS, "La fin vient après"),
    "for ever": ({}, "Dites jusqu’à quand"),
}


@pytest.mark.parametrize(("fields", "said"), NOTICES.values(), ids=NOTICES)
def test_a_notice_that_cannot_be_is_refused(admin: Client, fields: dict[str, str], said: str) -> None:
    page = admin.post("/admin/signalements/annonce/add/", {"text": "Grève."} | fields)
    assert said in page.content.decode()
    assert not Annonce.objects.exists()


def test_a_notice_is_written(admin: Client) -> None:
    sent = {"text": "Nous répondons lundi.", "from_hour": "18:00", "until_hour": "08:00", "closed_days": "on"}
    assert admin.post("/admin/signalements/annonce/add/", sent).status_code == 302
    assert admin.get("/admin/signalements/annonce/").status_code == 200
    assert Annonce.objects.get().closed_days
