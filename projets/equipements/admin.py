"""Équipements and their costs in Django's admin."""

from typing import ClassVar

from django.contrib import admin

from projets.admin import HTTPS_FIRST, StagedAdmin
from projets.equipements.directory import admin as directory  # noqa: F401 (its models are registered there)
from projets.equipements.models import Cout, Equipement, Mandat, Organisme
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


class MandatInline(admin.TabularInline):
    """Who publishes in its name; a mandate ends, it is not deleted."""

    model = Mandat
    fk_name = "organisme"
    raw_id_fields = ("person", "given_by")
    extra = 0
    can_delete = False


@admin.register(Organisme)
class OrganismeAdmin(admin.ModelAdmin):
    """Organisations and their mandates."""

    formfield_overrides = HTTPS_FIRST
    list_display = ("name", "level", "siren", "contact", "demonstration")
    list_filter = ("level", "demonstration")
    search_fields = ("name", "siren")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    inlines = (MandatInline,)
