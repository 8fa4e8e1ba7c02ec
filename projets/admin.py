"""What the admin pages of idées, équipements and opportunités share: nobody changes a state in silence."""

from typing import Any, ClassVar, Final

from django import forms
from django.contrib.admin import ModelAdmin
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.db.models import Field, QuerySet, URLField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from carto.fiches.actions import record
from carto.fiches.models import Fiche, What
from carto.geometry import read_geometry
from projets.workflow import Workflow

# What is typed without a scheme is read as https, as Django will by itself from 6.0.
HTTPS_FIRST: Final = {URLField: {"assume_scheme": "https"}}


class PlaceField(forms.CharField):
    """A place as GeoJSON: Django's own map widget would fetch its script and its tiles from other hosts."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """What is stored, as GeoJSON; what was typed, as it was typed."""
        return value.geojson if isinstance(value, GEOSGeometry) else value

    def to_python(self, value: Any) -> GEOSGeometry | None:
        """A drawable geometry of the place; raises ValidationError in words."""
        text = super().to_python(value)
        return read_geometry(text) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the place moved: the same coordinates may be written in many ways."""
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class StagedAdmin(ModelAdmin):
    """A kind of fiche with a state. A subclass sets `kind`, `workflow`, and the columns' relations in `shown_with`."""

    kind: ClassVar[str]
    workflow: ClassVar[Workflow]
    shown_with: ClassVar[tuple[str, ...]] = ("theme",)
    formfield_overrides = HTTPS_FIRST
    readonly_fields = ("number", "uuid", "author", "stage", "demonstration", "created_at", "updated_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what the columns show, in one query."""
        return super().get_queryset(request).select_related(*self.shown_with)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Places are typed, everything else is Django's."""
        if isinstance(db_field, GeometryField):
            return PlaceField(label=db_field.verbose_name, help_text=_("GeoJSON, en degrés (WGS 84)"))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: nothing is removed in silence. A fiche is withdrawn or binned, and its page says so."""
        return False

    def save_model(self, request: HttpRequest, obj: Fiche, form: Any, change: bool) -> None:
        """The kind and the stage are never typed; whatever is corrected by hand leaves a line of history."""
        obj.kind, obj.stage = self.kind, self.workflow.stage_of(obj.status)
        super().save_model(request, obj, form, change)
        before = form.initial.get("status", "")
        if obj.status != before:
            record(obj, What.STATUS, role="admin", person=request.user, before=before, after=obj.status)
        if corrected := [form.fields[name].label for name in form.changed_data if name != "status" and change]:
            told = _("Modifié : %(fields)s") % {"fields": ", ".join(str(label).lower() for label in corrected)}
            record(obj, What.CORRECTED, role="admin", person=request.user, public_text=told)
