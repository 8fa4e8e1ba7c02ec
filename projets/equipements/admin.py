"""Équipements and their costs in Django's admin."""

from django.contrib import admin

from projets.admin import HTTPS_FIRST, StagedAdmin
from projets.equipements.models import Cout, Equipement
from projets.equipements.workflow import WORKFLOW


class CoutInline(admin.TabularInline):
    """Cost lines beside their facility."""

    model = Cout
    formfield_overrides = HTTPS_FIRST
    extra = 1


@admin.register(Equipement)
class EquipementAdmin(StagedAdmin):
    """Facilities; the state decides the stage."""

    kind = "equipement"
    workflow = WORKFLOW
    shown_with = ("theme", "commune")
    list_display = ("number", "title", "nature", "status", "operator", "commune", "demonstration")
    list_filter = ("nature", "status", "demonstration")
    search_fields = ("title", "number", "address")
    inlines = (CoutInline,)
