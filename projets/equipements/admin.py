"""Équipements and their costs in Django's admin."""

from django.contrib import admin

from projets.admin import HTTPS_FIRST, StagedAdmin
from projets.equipements.directory import admin as directory  # noqa: F401 (its models are registered there)
from projets.equipements.models import Cout, Equipement, Organisme
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


@admin.register(Organisme)
class OrganismeAdmin(admin.ModelAdmin):
    """Who owns, runs or publishes; how to reach them is what a question handed on is sent to."""

    formfield_overrides = HTTPS_FIRST
    list_display = ("name", "level", "siren", "contact")
    list_filter = ("level",)
    search_fields = ("name", "siren")
