"""Opportunités in Django's admin."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from projets.admin import StagedAdmin
from projets.opportunites.after.admin import ExempleAdmin, InitiativeAdmin
from projets.opportunites.choosing.admin import ConsultationAdmin
from projets.opportunites.models import Opportunite
from projets.opportunites.workflow import PHASES, WORKFLOW, Status


class OpportuniteForm(forms.ModelForm):
    """A topic corrected by hand: its phases are entered, decided and delivered from its own page."""

    def clean_status(self) -> str:
        """The state; one can neither enter a phase from here, nor decide, nor deliver."""
        status = self.cleaned_data["status"]
        if status == self.initial.get("status"):
            return status
        if status in PHASES:
            raise ValidationError(gettext("Une phase s’ouvre depuis la page du sujet, fiche d’ouverture remplie."))
        if status in {Status.DECIDED, Status.DELIVERED}:
            raise ValidationError(gettext("On décide et on réalise depuis la page du sujet, avec ce qui le dit."))
        return status


__all__ = ["ConsultationAdmin", "ExempleAdmin", "InitiativeAdmin", "OpportuniteAdmin"]


@admin.register(Opportunite)
class OpportuniteAdmin(StagedAdmin):
    """Opportunités; the state decides the stage."""

    form = OpportuniteForm
    kind = "opportunite"
    workflow = WORKFLOW
    list_display = ("number", "title", "scale", "status", "referent", "phase_ends", "demonstration")
    list_filter = ("scale", "status", "demonstration")
    search_fields = ("title", "number", "question")
