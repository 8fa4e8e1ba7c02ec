"""Examples and initiatives in Django's admin: a wrong link or a place that has closed is put right there."""

from django.contrib import admin

from projets.opportunites.models import Exemple, Initiative


@admin.register(Exemple)
class ExempleAdmin(admin.ModelAdmin):
    """Something done elsewhere."""

    list_display = ("title", "place", "theme", "scale", "source", "added_at")
    list_filter = ("theme", "scale")
    list_select_related = ("theme",)
    search_fields = ("title", "place", "source")


@admin.register(Initiative)
class InitiativeAdmin(admin.ModelAdmin):
    """Who acts already, where; whether it is published is settled on its own page."""

    list_display = ("name", "theme", "quartier", "state", "settled_as", "demonstration")
    list_filter = ("state", "theme", "demonstration")
    list_select_related = ("theme", "quartier")
    readonly_fields = ("geom",)
    search_fields = ("name", "what")
