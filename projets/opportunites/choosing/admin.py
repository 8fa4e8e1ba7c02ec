"""Consultations in Django's admin: to be read. What was promised is lifted by nobody, voices are not shown at all."""

from django.contrib import admin
from django.http import HttpRequest

from projets.opportunites.models import Consultation


@admin.register(Consultation)
class ConsultationAdmin(admin.ModelAdmin):
    """The list and each of them, as it stands; nothing is added, changed or deleted here."""

    list_display = ("title", "method", "opens_at", "closes_at", "opened_at", "cancelled_at", "demonstration")
    list_filter = ("method", "demonstration")
    search_fields = ("title", "slug")
    exclude = ("arrivals", "result", "people")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They are prepared on their own pages."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Consultation | None = None) -> bool:
        """They are prepared on their own pages."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Consultation | None = None) -> bool:
        """An opened one stays; a draft is simply not opened."""
        return False
