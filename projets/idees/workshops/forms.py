"""What those who animate say of a workshop."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from carto.fiches.forms import TidyField
from projets.idees.models import Atelier, Campagne


class AtelierForm(forms.ModelForm):
    """A name, a day, and the campaign that it is a part of."""

    title = TidyField(
        label=_("Comment s’appelle l’atelier ?"), max_length=120,
        help_text=_("« Atelier du 12 mars, maison de quartier » : ce nom marque chaque carte."),
    )  # fmt: skip
    day = forms.DateField(label=_("Quel jour ?"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    text = TidyField(
        label=_("En quelques mots"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("Qui était là, combien, ce que l’on y a fait. Aucun nom."),
    )  # fmt: skip

    class Meta:
        model = Atelier
        fields = ("title", "day", "campagne", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campagne"].queryset = Campagne.objects.public().order_by("-opens_at").defer("geom")
        self.fields["campagne"].empty_label = _("aucune")

    def save(self, commit: bool = True) -> Atelier:
        """Give it an address of its own."""
        atelier = self.instance
        base = slugify(atelier.title)[:50].strip("-") or "atelier"
        atelier.slug, rank = base if base != "animer" else "atelier-animer", 1
        while Atelier.objects.filter(slug=atelier.slug).exists():
            rank += 1
            atelier.slug = f"{base}-{rank}"
        return super().save(commit)

    @staticmethod
    def start(slug: str) -> dict[str, Any]:
        """Today, for the campaign that a link named."""
        return {
            "day": timezone.localdate(),
            "campagne": Campagne.objects.public().filter(slug=slug.replace("\x00", "")[:40]).first(),
        }
