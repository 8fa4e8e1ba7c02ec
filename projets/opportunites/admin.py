"""Opportunités in Django's admin."""

from django.contrib import admin

from projets.admin import StagedAdmin
from projets.opportunites.choosing.admin import ConsultationAdmin
from projets.opportunites.models import Opportunite
from projets.opportunites.workflow import WORKFLOW

__all__ = ["ConsultationAdmin", "OpportuniteAdmin"]


@admin.register(Opportunite)
class OpportuniteAdmin(StagedAdmin):
    """Opportunités; the state decides the stage."""

    kind = "opportunite"
    workflow = WORKFLOW
    list_display = ("number", "title", "scale", "status", "referent", "phase_ends", "demonstration")
    list_filter = ("scale", "status", "demonstration")
    search_fields = ("title", "number", "question")
