"""What happens to an idée, an équipement or an opportunité after it was sent: it moves on, and its history says so."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.models import Evenement, Fiche, What
from carto.text import tidy
from projets.workflow import Workflow


def change_status(
    fiche: Fiche, after: str, workflow: Workflow, *, role: str, person: User | None = None, public_text: str = ""
) -> Evenement:
    """Take one step of the workflow: state, stage and history move together or not at all.

    `fiche` is an object with a `status`. Raises ValidationError (French) for a step that the table does not have, and
    for a step taken without the words that it owes to everybody.
    """
    public_text = tidy(public_text)
    with transaction.atomic():
        before = type(fiche).objects.select_for_update(of=("self",)).get(pk=fiche.pk).status
        if not workflow.may_go(before, after):
            raise ValidationError(_("Cette étape n’est pas possible d’ici."), code="transition")
        if after in workflow.needs_text and not public_text:
            raise ValidationError(_("Dites pourquoi, en quelques mots que tout le monde pourra lire."), code="text")
        fiche.status, fiche.stage = str(after), workflow.stage_of(after)
        fiche.save(update_fields=["status", "stage", "updated_at"])
        return record(
            fiche, What.STATUS, role=role, person=person, before=before, after=str(after), public_text=public_text
        )
