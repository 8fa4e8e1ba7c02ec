"""A mark is planted in every table that names an account; after the erasure it is where offices or others wrote."""

from typing import Final

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models
from django.utils import timezone

from carto.alertes.actions import follow_by_mail
from carto.alertes.models import Abonnement
from carto.comptes.models import Adhesion, Groupe, User
from carto.demarches.person.erasing import APART, ROOMS, erase
from carto.fiches.actions import record
from carto.fiches.layers import layers
from carto.fiches.models import Contact, Etiquetage, Etiquette, Evenement, Fiche, Retenue, What
from projets.budgets.models import Projet
from projets.idees.models import (
    Amendement,
    Atterrissage,
    Brouillon,
    BrouillonVersion,
    Depeche,
    DepecheReply,
    RestitutionFiche,
)
from projets.opportunites.models import OffreContact
from signalements.models import Satisfaction
from tests import people
from tests.demarches.planted import columns_with, plant, without_triggers
from tests.factories import make_fiche
from tests.projets.samples import make_idee
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
MARK: Final = "zinzolin"
EMAIL: Final = "alice@exemple.fr"
# What only those who hold a role or a mandate write, in the name of an office: it stays, as their acts do.
OFFICE: Final = {
    "budgets_budgetparticipatif", "budgets_liasse", "budgets_projetchange", "demarches_avancement",
    "equipements_actedemande", "equipements_correction", "equipements_cout", "equipements_deliberation",
    "equipements_import", "equipements_rattachement", "equipements_source", "equipements_transmission", "fiches_acte",
    "fiches_etiquettemerge", "idees_actecalque", "idees_atelier", "idees_campagnechange", "idees_feuille",
    "idees_observation", "idees_releve", "opportunites_bilan", "opportunites_decision", "opportunites_essai",
    "opportunites_exemple", "opportunites_famille", "opportunites_initiative", "opportunites_liasse",
    "opportunites_methode", "opportunites_offre", "opportunites_ouvertureversion", "opportunites_passage",
    "opportunites_reunion", "opportunites_tablee", "signalements_bulk", "signalements_deadlinepolicy",
    "signalements_etude", "signalements_forwarding", "signalements_routingrule", "signalements_subtask",
    "signalements_tournee",
}  # fmt: skip
# What others answered beside a resident's words, and what is named after whoever looked at it, not after its author.
OTHERS: Final = {
    "demarches_revision.answer", "equipements_demande.answer", "equipements_demande.answered_role",
    "equipements_demande.hidden_reason", "opportunites_interpellation.answer", "idees_trait.colour",
    "fiches_photo.description", "fiches_photo.suggested", "fiches_photo.zones", "idees_depeche.reason",
    "idees_depeche.sender", "idees_depeche.source", "idees_depeche.text", "idees_depechereply.error",
    "idees_depechereply.text", "idees_enregistrement.transcription",
}  # fmt: skip
# Rows that their constraints keep us from making up: an office's, the account's own, and one that has its own test.
NOT_PLANTED: Final = {"Campagne", "Consultation", "Reponse", "Role", "Siege"}


@pytest.fixture
def alice() -> User:
    """Her name is the mark, too."""
    return User.objects.create_user(EMAIL, name=f"Alice {MARK}")


def _naming_accounts() -> list[type[models.Model]]:
    kinds = {type(layer.objects().model()) for layer in layers()} | {Fiche}
    found = [model for model in apps.get_models() if model.__module__.split(".")[0] in ROOMS]
    return [
        model for model in found
        if model not in APART | kinds and model.__name__ not in NOT_PLANTED
        and any(each.is_relation and each.related_model is User for each in model._meta.local_concrete_fields)
    ]  # fmt: skip


def test_each_table_that_names_an_account_is_cleared_or_an_office_s(alice: User) -> None:
    without_triggers(off=True)  # the rows stand alone: what they point to is not there
    named = _naming_accounts()
    for model in named:
        plant(model, alice, MARK)
    before = columns_with(MARK, EMAIL)
    assert len(named) > 60 and len(before) > 130
    erase(alice)
    left = columns_with(MARK, EMAIL)
    assert {each for each in left if each.partition(".")[0] not in OFFICE} - OTHERS == set()


def test_what_no_author_s_column_leads_to_goes_too(alice: User) -> None:
    idee = make_idee(title=f"Un banc {MARK}", text=f"près de {MARK}", author=alice)
    report = make_signalement(title="Trou", author=alice, answers={"quand": MARK})
    other = make_fiche(title="Autre")
    without_triggers(off=True)
    plant(Amendement, alice, MARK, target=idee)
    plant(Atterrissage, alice, MARK, idee=idee, feasible="")
    plant(Satisfaction, alice, MARK, signalement=report)
    plant(RestitutionFiche, alice, MARK, restitution=_restitution(alice), fiche=other)
    draft = plant(Brouillon, alice, MARK, published=idee)
    plant(BrouillonVersion, alice, MARK, brouillon=draft, author=None)
    sent = plant(Depeche, alice, MARK, sender="Alice@Exemple.fr", reason="")
    plant(DepecheReply, alice, MARK, depeche=sent)
    plant(OffreContact, alice, MARK, email="ALICE@exemple.fr")
    plant(Retenue, alice, MARK, fiche=idee)
    plant(Projet, alice, MARK, fiche=idee, title=idee.title, text=idee.text, theme=idee.theme, reason="", price_why="")
    Contact.objects.create(fiche=other, email="Alice@exemple.fr")
    tag = Etiquette.objects.create(slug=MARK, name=MARK)
    Etiquetage.objects.create(fiche=idee, etiquette=tag)
    assert len(columns_with(MARK)) > 20
    fiches = Fiche.objects.count()
    erase(alice)
    assert columns_with(MARK, EMAIL) == set()
    assert (Fiche.objects.count(), Satisfaction.objects.count(), Projet.objects.count()) == (fiches, 1, 1)


def _restitution(person: User) -> models.Model:
    return plant(RestitutionFiche._meta.get_field("restitution").related_model, person, MARK, reason="")


def test_what_others_wrote_and_hold_is_theirs(alice: User) -> None:
    """Whoever types another's address, or is in a group with them, takes nothing of theirs away."""
    idee, charlie = make_idee(author=alice), people.charlie()
    EmailAddress.objects.create(user=alice, email="charlie@exemple.fr", verified=False)
    EmailAddress.objects.create(user=charlie, email="charlie@exemple.fr", verified=True)
    follow_by_mail(idee, "charlie@exemple.fr", person=charlie)
    record(idee, What.CONTESTED, role="resident", person=charlie, public_text="Moi, je le vois encore.")
    both, alone = (
        Groupe.objects.create(slug=name, name=f"{name} {MARK}", nature="collective", interest=MARK, declared_by=alice)
        for name in ("ensemble", f"seule-{MARK}")
    )
    for person, groupe in ((alice, both), (charlie, both), (alice, alone)):
        Adhesion.objects.create(groupe=groupe, person=person, consented_at=timezone.now())
    erase(alice)
    assert Abonnement.objects.get().email == "charlie@exemple.fr"
    assert Evenement.objects.get(person=charlie).public_text == "Moi, je le vois encore."
    assert columns_with(MARK) == {"comptes_groupe.name", "comptes_groupe.interest"}
    assert Groupe.objects.get(dissolved_at=None) == both and Adhesion.objects.get().person == charlie
