"""The directory in Django's admin: the administration keeps it up to date, its history says who did."""

from django.contrib import admin

from projets.equipements.models import Competence, Elu


@admin.register(Competence)
class CompetenceAdmin(admin.ModelAdmin):
    """Who answers for what, where."""

    list_display = ("theme", "organisme", "service", "does", "territoire", "days")
    list_filter = ("theme", "organisme")
    list_select_related = ("theme", "organisme", "service", "territoire")
    raw_id_fields = ("territoire", "marche")
    search_fields = ("does", "organisme__name")


@admin.register(Elu)
class EluAdmin(admin.ModelAdmin):
    """Elected persons, as the city publishes them."""

    list_display = ("name", "function", "organisme", "theme", "territoire", "since", "until")
    list_filter = ("organisme", "theme")
    list_select_related = ("organisme", "theme", "territoire")
    raw_id_fields = ("territoire",)
    search_fields = ("name", "function")
