"""What is written of a visit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import PicturesField, PicturesInput
from carto.fiches.models import CommentKind
from projets.opportunites.gates.forms import PlaceForm, words
from projets.opportunites.gates.saying import SayingForm
from projets.opportunites.models import Halte


class StopForm(PlaceForm):
    """Where one stops, and what for."""

    text = words(_("Ce que l’on y regarde"), longest=1000, required=False)
    field_order = ("place", "pin", "text")


class SeenForm(forms.Form):
    """What was seen at a stop."""

    seen = words(_("Ce que l’on y a vu"), _("Pour qui n’était pas là : ce qui se voit, ce qui s’entend, ce qui gêne."))
    photos = PicturesField(
        label=_("Photos"), required=False, widget=PicturesInput(),
        help_text=_("Une personne les regarde d’abord, pour que personne n’y soit reconnu."),
    )  # fmt: skip

    def __init__(self, *args: Any, stop: Halte, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": stop.seen}, **kwargs)


class AskForm(SayingForm):
    """A question, before the visit or after it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Votre question")

    def clean(self) -> dict[str, Any]:
        """A question, with its clock."""
        data = super().clean()
        data["kind"] = CommentKind.QUESTION
        return data
