"""Categories may be edited here; signalements are only looked at, since what happens to them goes through actions."""

from django.contrib import admin

from carto.fiches.admin import EvenementInline, PhotoInline, ReadOnly
from signalements.models import Categorie, Signalement


@admin.register(Categorie)
class CategorieAdmin(admin.ModelAdmin):
    """What residents may choose, and which service receives it."""

    list_display = ("name", "family", "theme", "service", "deadline_days", "order", "active")
    list_filter = ("active", "family", "service", "theme")
    list_editable = ("order", "active")
    list_select_related = ("theme", "service")
    search_fields = ("name", "words")
    prepopulated_fields = {"code": ("name",)}


@admin.register(Signalement)
class SignalementAdmin(ReadOnly, admin.ModelAdmin):
    """Every street problem, with its history."""

    list_display = ("number", "categorie", "status", "service", "quartier", "reported_at", "due_at", "demonstration")
    list_filter = ("status", "service", "categorie__family", "visibility", "origin", "demonstration")
    list_select_related = ("categorie", "service", "quartier")
    search_fields = ("number", "title")
    show_full_result_count = False
    exclude = ("geom_web",)
    inlines = (EvenementInline, PhotoInline)
