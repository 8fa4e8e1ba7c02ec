"""What whoever proposes takes along from where the idea grows: the others of the cluster, and which photos."""

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from carto.fiches.actions import MAX_PHOTOS
from carto.fiches.models import Fiche, Photo
from projets.idees.growing.origins import Origin

ASKED: Final = "depuis_vu"  # the form was shown with these boxes: an empty one was left so on purpose


class AlongForm(forms.Form):
    """Boxes beside the fields of IdeeForm, in the same page; no photo is ticked by itself."""

    ensemble = forms.BooleanField(label=_("Mon idée répond à tous ces signalements"), required=False, initial=True)
    reprises = forms.ModelMultipleChoiceField(
        Photo.objects.none(), label=_("Photos publiées à reprendre"), required=False
    )

    def __init__(self, data: QueryDict | None = None, *, origin: Origin) -> None:
        super().__init__(data if data is not None and ASKED in data else None, auto_id="origine_%s")
        self.origin = origin
        self.fields["reprises"].queryset = origin.photos()

    def choices(self) -> list[tuple[Photo, bool]]:
        """Each picture, and whether it is ticked."""
        ticked = set(self.data.getlist("reprises")) if self.is_bound else set()
        return [(photo, str(photo.pk) in ticked) for photo in self.origin.photos()[: MAX_PHOTOS * 2]]

    @property
    def together(self) -> bool:
        """Whether the box of the cluster is ticked."""
        return bool(self["ensemble"].value())

    def roots(self) -> list[Fiche]:
        """All that the idea grows from; of a form that never showed the boxes, the one that it names."""
        told = self.cleaned() if self.is_bound else {}
        return [self.origin.fiche, *self.origin.others] if told.get("ensemble") else [self.origin.fiche]

    def cleaned(self) -> dict[str, Any]:
        """What holds of the boxes: a picture that is no longer public is left out, an idea is not lost for that."""
        self.is_valid()
        return self.cleaned_data
