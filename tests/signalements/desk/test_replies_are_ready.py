"""Replies ready to send: filled for a signalement, shown as they will be read, kept by each service."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from carto.comptes.models import Service
from signalements.desk.replies import BLANKS, filled, fitting
from signalements.models import ReplyTemplate, Signalement
from tests.people import bob, emile, farida
from tests.signalements.desk.samples import case, make_crew
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


def load_replies(**options: object) -> str:
    out = io.StringIO()
    call_command("load_replies", stdout=out, **options)
    return out.getvalue()


def ready(text: str = "Le {numero} ({titre}) part.", **fields: object) -> ReplyTemplate:
    return ReplyTemplate.objects.create(**({"name": "Prête", "text": text, "status": "accepted"} | fields))


def answer(client: Client, signalement: Signalement, **form: object) -> object:
    return client.post(case(signalement, "repondre/"), {"seen": signalement.status} | form)


def test_those_that_are_shipped_load_once_and_what_a_service_changed_stays() -> None:
    make_signalement()
    assert "26 réponses ajoutées" in load_replies()
    ReplyTemplate.objects.filter(name="C’est réparé").update(text="Réparé, par nos soins.", active=False)
    ReplyTemplate.objects.filter(name="C’est nettoyé").update(name="Propre")
    assert "0 réponses ajoutées, 26 déjà là" in load_replies()
    assert ReplyTemplate.objects.get(name="C’est réparé").text == "Réparé, par nos soins."


def test_a_file_that_names_what_does_not_exist_is_refused_whole(tmp_path: Path) -> None:
    make_signalement()
    file = tmp_path / "replies.toml"
    for wrong in ('text = "Le {prenom}."', 'text = "Oui."\nstatus = "mended"', 'text = "Oui."\ncategories = ["lune"]'):
        file.write_text(f'[[reply]]\nname = "Bonne"\ntext = "Oui."\n[[reply]]\nname = "Fausse"\n{wrong}\n')
        with pytest.raises(Exception, match="Fausse"):
            load_replies(file=file)
    assert ReplyTemplate.objects.count() == 0


def test_every_blank_is_filled_and_what_nobody_knows_is_left_to_be_written() -> None:
    signalement = make_signalement()
    told = filled(" ".join(f"{{{name}}}" for name in BLANKS), signalement)
    assert signalement.number in told
    assert "Trou dans la chaussée" in told
    assert "{" not in told
    signalement.due_at = None
    assert filled("Le {date}.", signalement) == "Le [… la date]."


def test_those_of_the_category_come_first_and_those_of_another_service_are_not_offered() -> None:
    signalement = make_signalement()
    general, own = ready(name="Générale"), ready(name="Du trou")
    own.categories.add(signalement.categorie)
    ready(name="D’ailleurs", service=Service.objects.get(code="proprete"))
    ready(name="Éteinte", active=False)
    assert fitting(signalement) == [own, general]


def test_choosing_one_fills_the_form_without_sending_and_keeps_what_was_typed(client: Client) -> None:
    signalement, reply = make_signalement(), ready()
    client.force_login(bob())
    told = answer(client, signalement, etape="remplir", modele=reply.pk, public_text="Bonjour Zoé,")
    assert told.status_code == 200
    form = told.context["forms"]["repondre"]
    assert form.initial["public_text"] == f"Bonjour Zoé,\n\nLe {signalement.number} (Trou dans la chaussée) part."
    assert form.initial["after"] == "accepted"
    assert Signalement.objects.get().status == "received"
    again = answer(client, signalement, etape="remplir", modele=reply.pk, public_text=filled(reply.text, signalement))
    assert again.context["forms"]["repondre"].initial["public_text"] == filled(reply.text, signalement)


def test_what_will_be_read_is_shown_as_the_page_and_the_letter_and_nothing_leaves(client: Client) -> None:
    signalement = make_signalement()
    client.force_login(bob())
    form = {"after": "accepted", "public_text": "Nous passons <b>mardi</b>."}
    page = answer(client, signalement, etape="apercu", **form).content.decode()
    fragment = answer(client, signalement, etape="apercu", fragment="1", **form).content.decode()
    for shown in (page, fragment):
        assert "Sur la page, tout le monde lira" in shown
        assert "Trou dans la chaussée : c’est maintenant « pris en charge »" in shown
        assert "Nous passons &lt;b&gt;mardi&lt;/b&gt;." in shown
        assert "(lien personnel)" in shown
    assert "<html" not in fragment
    assert Signalement.objects.get().status == "received"
    wrong = answer(client, signalement, etape="apercu", fragment="1", public_text="Le {date}", after="accepted")
    assert wrong.status_code == 422
    assert "Il reste quelque chose à compléter : {date}" in wrong.content.decode()


def test_it_is_sent_from_the_case_and_a_stale_page_is_told(client: Client) -> None:
    signalement = make_signalement()
    client.force_login(bob())
    assert answer(client, signalement, after="accepted", public_text="C’est noté.").status_code == 302
    assert Signalement.objects.get().status == "accepted"
    assert answer(client, signalement, after="planned", public_text="Bientôt.").status_code == 409
    left = answer(client, Signalement.objects.get(), after="", public_text="Adressez-vous à [… à qui].")
    assert left.status_code == 422
    assert "Adressez-vous à" in left.content.decode()


def test_an_agent_writes_for_their_service_a_regulator_for_all_and_a_crew_reads(client: Client) -> None:
    signalement = make_signalement()
    voirie, proprete = signalement.service, Service.objects.get(code="proprete")
    form = {"name": "La mienne", "text": "Le {numero}.", "status": "", "closing": "", "order": "0", "active": "on"}
    client.force_login(bob(voirie))
    assert client.post("/bureau/reponses/nouvelle/", form | {"service": voirie.pk}).status_code == 302
    assert client.post("/bureau/reponses/nouvelle/", form | {"service": proprete.pk}).status_code == 422
    assert client.post("/bureau/reponses/nouvelle/", form).status_code == 422
    for text, why in (("Le {nom}.", "{nom} ne veut rien dire ici"), ("Le {numero.", "Une accolade n’est pas fermée")):
        refused = client.post("/bureau/reponses/nouvelle/", form | {"service": voirie.pk, "text": text})
        assert refused.status_code == 422
        assert why in refused.content.decode()
    mine, theirs = ReplyTemplate.objects.get(), ready(name="D’ailleurs", service=proprete)
    assert client.get(f"/bureau/reponses/{theirs.pk}/").status_code == 404
    assert "D’ailleurs" not in client.get("/bureau/reponses/").content.decode()
    stale = client.post(f"/bureau/reponses/{mine.pk}/", form | {"service": voirie.pk, "seen": "hier"})
    assert stale.status_code == 409
    client.force_login(farida())
    assert client.post("/bureau/reponses/nouvelle/", form | {"name": "À tous"}).status_code == 302
    assert client.post(f"/bureau/reponses/{theirs.pk}/", {"do": "delete"}).status_code == 302
    client.force_login(emile(crew=make_crew()))
    assert "À tous" in client.get("/bureau/reponses/").content.decode()
    assert client.get("/bureau/reponses/nouvelle/").status_code == 403
