"""Everybody reads what was set aside, by which rule and why; what harmed is not shown again."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from carto.fiches.models import Commentaire, Rule
from carto.fiches.moderation import actions, pictures
from carto.fiches.moderation.wording import RULES
from tests.factories import make_fiche
from tests.fiches.moderation.samples import emma, farid, make_photo

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("rule", "read"), [(rule, rule not in {"personal", "insult", "unlawful"}) for rule in Rule])
def test_words_are_shown_only_when_they_harm_nobody(client: Client, rule: Rule, read: bool) -> None:
    by, fiche = emma(), make_fiche(title="Un titre écrit", text="Des mots écrits")
    comment = Commentaire.objects.create(fiche=make_fiche(), text="Un commentaire écrit")
    actions.set_aside(fiche, by=by, rule=rule, reason="Parce que.")
    actions.set_aside(comment, by=by, rule=rule, reason="Parce que aussi.")
    page = client.get("/corbeille/").content.decode()
    for words in ("Un titre écrit", "Des mots écrits", "Un commentaire écrit"):
        assert (words in page) is read
    assert "Parce que." in page and "Parce que aussi." in page and str(rule.label) in page
    assert fiche.number in page


def test_a_refused_photo_and_a_correction_are_told_without_what_they_held(client: Client) -> None:
    by, fiche = emma(), make_fiche(text="Le 06 12 34 56 78")
    photo = make_photo(fiche)
    pictures.refuse(photo, by=by, role="moderator", rule=Rule.PERSONAL, reason="Un visage.")
    actions.edit(fiche, {"text": "Le"}, by=by, rule=Rule.PERSONAL, reason="Un numéro.")
    page = client.get("/corbeille/").content.decode()
    assert "Photo refusée" in page and "Texte corrigé" in page
    assert "06 12" not in page and str(photo.uuid) not in page and "<img" not in page


def test_what_was_undone_leaves_and_is_counted(client: Client) -> None:
    by, fiches = emma(), [make_fiche() for _rank in range(3)]
    for fiche, rule in zip(fiches, (Rule.ADVERT, Rule.ADVERT, Rule.SAME), strict=True):
        actions.set_aside(fiche, by=by, rule=rule, reason=f"Raison {fiche.number}.")
    actions.restore(fiches[0], by=by, reason="")
    page = client.get("/corbeille/")
    assert dict(page.context["counts"])[Rule.ADVERT] == 1 and page.context["total"] == 2
    assert f"Raison {fiches[0].number}." not in page.content.decode()
    assert "Une décision a été annulée" in page.content.decode()
    alone = client.get("/corbeille/?regle=same").content.decode()
    assert f"Raison {fiches[2].number}." in alone and f"Raison {fiches[1].number}." not in alone


def test_an_author_s_answer_is_shown_once_examined_and_only_if_it_may(client: Client) -> None:
    by, other = emma(), farid()
    for shown in (True, False):
        acte = actions.set_aside(make_fiche(), by=by, rule=Rule.ADVERT, reason="Pub.")
        actions.reply(acte, f"Ma réponse {shown}")
        assert "Ma réponse" not in client.get("/corbeille/?regle=advert").content.decode().replace(
            "Ma réponse True", ""
        )
        actions.settle(acte, by=other, outcome="upheld", text="Relu.", shown=shown)
    page = client.get("/corbeille/").content.decode()
    assert "Ma réponse True" in page and "Ma réponse False" not in page and "Décision maintenue" in page


def test_the_bin_costs_the_same_for_two_and_for_ten(client: Client) -> None:
    by = emma()

    def fill(count: int) -> None:
        for _rank in range(count):
            actions.set_aside(make_fiche(), by=by, rule=Rule.ADVERT, reason="Pub.")

    fill(2)
    with CaptureQueriesContext(connection) as few:
        client.get("/corbeille/")
    fill(8)
    with CaptureQueriesContext(connection) as many:
        client.get("/corbeille/")
    assert len(many) == len(few) <= 5


def test_every_rule_is_published(client: Client) -> None:
    assert [told.rule for told in RULES] == list(Rule)
    page = client.get("/regles/").content.decode()
    assert all(str(rule.label) in page for rule in Rule)
    assert "30 jours" in page and "/corbeille/" in page
