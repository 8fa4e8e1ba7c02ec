"""What the admin pages of idées, équipements and opportunités share: nobody changes a state in silence."""

from typing import Any, ClassVar, Final

from django.contrib.gis.admin import GISModelAdmin
from django.db.models import QuerySet, URLField
from django.http import HttpRequest

from carto.fiches.actions import record
from carto.fiches.models import Fiche, What
from projets.workflow import Workflow

# What is typed without a scheme is read as https, as Django will by itself from 6.0.
HTTPS_FIRST: Final = {URLField: {"assume_scheme": "https"}}


class StagedAdmin(GISModelAdmin):
    """A kind of fiche with a state. A subclass sets `kind`, `workflow`, and the columns' relations in `shown_with`."""

    kind: ClassVar[str]
    workflow: ClassVar[Workflow]
    shown_with: ClassVar[tuple[str, ...]] = ("theme",)
    formfield_overrides = HTTPS_FIRST
    readonly_fields = ("number", "uuid", "author", "stage", "demonstration", "created_at", "updated_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what the columns show, in one query."""
        return super().get_queryset(request).select_related(*self.shown_with)

    def save_model(self, request: HttpRequest, obj: Fiche, form: Any, change: bool) -> None:
        """The kind and the stage are never typed; a state corrected by hand leaves a line of history."""
        obj.kind, obj.stage = self.kind, self.workflow.stage_of(obj.status)
        super().save_model(request, obj, form, change)
        before = form.initial.get("status", "")
        if obj.status != before:
            record(obj, What.STATUS, role="admin", person=request.user, before=before, after=obj.status)
