"""Idées and the palette in Django's admin."""

from django.contrib import admin

from projets.admin import StagedAdmin
from projets.idees.models import Autocollant, Idee
from projets.idees.workflow import WORKFLOW


@admin.register(Autocollant)
class AutocollantAdmin(admin.ModelAdmin):
    """The palette: what is offered, and in which order."""

    list_display = ("name", "code", "theme", "order", "active")
    list_editable = ("order", "active")
    list_filter = ("active", "theme")
    list_select_related = ("theme",)
    search_fields = ("name", "code", "words")


@admin.register(Idee)
class IdeeAdmin(StagedAdmin):
    """Idées; the state decides the stage."""

    kind = "idee"
    workflow = WORKFLOW
    shown_with = ("theme", "quartier", "autocollant")
    list_display = ("number", "title", "autocollant", "status", "visibility", "quartier", "created_at", "demonstration")
    list_filter = ("status", "visibility", "autocollant", "demonstration")
    search_fields = ("title", "number", "text")
