"""What those who animate write of a campaign, and what the official answers."""

import hashlib
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.fiches.forms import TidyField
from carto.territoires.models import Level, Territoire
from projets.idees.campagnes.actions import OWED, rules_of
from projets.idees.campagnes.area import area_of_file, area_of_view
from projets.idees.models import Campagne

RESERVED: Final = {"animer"}  # addresses of the room itself
LONGEST_SLUG: Final = 40
MOMENT: Final = "%Y-%m-%dT%H:%M"


class Shape:
    """By what the area is said."""

    TERRITOIRE, VIEW, FILE, KEPT = "territoire", "carte", "fichier", "garder"


class TerritoireField(forms.ModelChoiceField):
    """Communes and quartiers, each with what it is."""

    def label_from_instance(self, territoire: Territoire) -> str:
        """« Centre-Ville (quartier) »."""
        return f"{territoire.name} ({territoire.get_level_display()})"


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, widget=forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT), input_formats=[MOMENT]
    )


def _words(label: Any, help_text: Any, longest: int, rows: int = 2) -> TidyField:
    area = forms.Textarea({"rows": rows})
    return TidyField(label=label, help_text=help_text, max_length=longest, required=False, widget=area)


class CampagneForm(forms.ModelForm):
    """A campaign; everything may be left for later but its question, its dates and its area."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    title = TidyField(
        label=_("La question"),
        max_length=140,
        help_text=_("Une seule, courte : « De quoi rêve la rue de Strasbourg ? »"),
    )
    slug = forms.SlugField(
        label=_("Adresse courte"), required=False, max_length=LONGEST_SLUG,
        help_text=_("Elle est écrite sur l’affiche. Laissée vide, elle vient de la question."),
    )  # fmt: skip
    text = _words(_("En quelques mots"), _("Le contexte, ce qui est déjà décidé, ce qui ne l’est pas."), 4000, 4)
    opens_at, closes_at = _moment(_("Ouvre le")), _moment(_("Ferme le"))
    shape = forms.ChoiceField(
        label=_("Le périmètre"), widget=forms.RadioSelect,
        choices=[
            (Shape.TERRITOIRE, _("un quartier ou une commune")),
            (Shape.VIEW, _("un rectangle, dessiné sur la carte")),
            (Shape.FILE, _("un fichier GeoJSON")),
        ],
    )  # fmt: skip
    territoire = TerritoireField(label=_("Quartier ou commune"), queryset=Territoire.objects.none(), required=False)
    cadre = forms.CharField(
        label=_("Le rectangle"), required=False, max_length=100, help_text=_("ouest,sud,est,nord en degrés"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    fichier = forms.FileField(
        label=_("Le fichier"), required=False, widget=forms.FileInput({"accept": ".geojson,.json"})
    )
    organiser = TidyField(label=_("Qui organise ?"), max_length=200, required=False)
    money = _words(
        _("Avec quel argent ?"), _("Ce que coûte la campagne, et qui paie ; s’il y a un budget pour la suite."), 300
    )
    decides = _words(
        _("Qui décide, et de quoi ?"), _("Ce que les réponses peuvent changer, et ce qu’elles ne changeront pas."), 300
    )
    uses = _words(
        _("Ce que vous ferez des contributions"),
        _("Qui les lira, quand elles seront rendues publiques, jusqu’à quand elles restent."),
        1000,
        3,
    )
    official_name = TidyField(
        label=_("Qui répondra, avec sa charge"), max_length=140, required=False,
        help_text=_("« Awa Diallo, adjointe à l’espace public » : son nom signe chaque réponse."),
    )  # fmt: skip
    official_email = forms.EmailField(
        label=_("Son compte"), required=False,
        help_text=_("L’adresse de son compte : il répond lui-même. Sinon, vous recopiez."),
    )  # fmt: skip
    why = TidyField(
        label=_("Pourquoi ce changement ?"), max_length=300, required=False,
        help_text=_("Si une règle change, la page le dira avec sa date, l’avant, l’après et votre raison."),
    )  # fmt: skip

    class Meta:
        model = Campagne
        fields = (
            "title", "slug", "text", "opens_at", "closes_at", "territoire", "dream", "moderation", "lasts_hours",
            "organiser", "money", "decides", "uses", "official_name", "service", "phone",
        )  # fmt: skip
        widgets = {"moderation": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        inhabited = Territoire.objects.in_force(today).filter(level__in=(Level.COMMUNE, Level.QUARTIER))
        self.fields["territoire"].queryset = inhabited.defer("geom").order_by("-level", "name")
        self.before = rules_of(self.instance) if self.instance.pk else {}
        self.initial["seen"] = _fingerprint(self.before)
        if self.instance.pk:
            self.fields["shape"].choices = [(Shape.KEPT, gettext("inchangé")), *self.fields["shape"].choices]
            self.initial["shape"] = Shape.KEPT
            self.initial["official_email"] = self.instance.official.email if self.instance.official else ""
        if self.instance.published_at is None:
            del self.fields["why"]
        else:  # the address is on the posters
            self.fields["slug"].disabled = True

    def clean_slug(self) -> str:
        """The address, or one made from the question."""
        slug = self.cleaned_data["slug"] or self._free(slugify(self.data.get("title", ""))[:LONGEST_SLUG].strip("-"))
        if slug in RESERVED:
            raise ValidationError(gettext("Cette adresse est prise : choisissez-en une autre."), code="taken")
        return slug

    def _free(self, base: str) -> str:
        base, rank = base or "campagne", 1
        others = Campagne.objects.exclude(pk=self.instance.pk)
        slug = base
        while others.filter(slug=slug).exists() or slug in RESERVED:
            rank += 1
            slug = f"{base[: LONGEST_SLUG - 4]}-{rank}"
        return slug

    def clean_official_email(self) -> User | None:
        """The account, when there is one of that address."""
        email = self.cleaned_data["official_email"].lower()
        person = User.objects.filter(email=email, is_active=True).first() if email else None
        if email and person is None:
            raise ValidationError(gettext("Aucun compte n’a cette adresse : la personne doit d’abord se connecter."))
        return person

    def clean(self) -> dict[str, Any]:
        """The area, from what was chosen; the rules owed, once people may read them."""
        data = super().clean()
        if data.get("seen") and data["seen"] != self.initial["seen"]:
            self.data = self.data.copy()
            self.data["seen"] = self.initial["seen"]
            said = gettext(
                "Quelqu’un vient de changer cette campagne : relisez, puis enregistrez si cela tient encore."
            )
            self.add_error(None, ValidationError(said, code="changed"))
        self._clean_area(data)
        if data.get("opens_at") and data.get("closes_at") and data["opens_at"] >= data["closes_at"]:
            self.add_error("closes_at", gettext("elle finit avant de commencer."))
        for name in OWED if self.instance.published_at else ():
            if name in data and not data[name]:
                self.add_error(name, gettext("on le doit à qui répond."))
        return data

    def _clean_area(self, data: dict[str, Any]) -> None:
        shape = data.get("shape")
        if shape in (None, Shape.KEPT):
            data["territoire"] = self.instance.territoire
            return
        name = {Shape.TERRITOIRE: "territoire", Shape.VIEW: "cadre", Shape.FILE: "fichier"}[shape]
        if not data.get(name):
            if name not in self.errors:
                self.add_error(name, gettext("dites-nous lequel."))
            return
        try:
            read = {Shape.TERRITOIRE: lambda place: place.geom, Shape.VIEW: area_of_view, Shape.FILE: area_of_file}
            self.instance.geom = read[shape](data[name])
        except ValidationError as error:
            self.add_error(name, error)
        if shape != Shape.TERRITOIRE:
            data["territoire"] = None

    def _post_clean(self) -> None:
        super()._post_clean()
        self.instance.official = self.cleaned_data.get("official_email", self.instance.official)


def _fingerprint(rules: dict[str, str]) -> str:
    """Tells whether a campaign is still what somebody was looking at."""
    return hashlib.sha256(repr(sorted(rules.items())).encode()).hexdigest()[:16]


class CloseForm(forms.Form):
    """Ending a campaign before its time."""

    why = _words(_("Pourquoi la fermer maintenant ?"), _("Tout le monde le lira."), 300)


class AnswerForm(forms.Form):
    """What the official says of one idea."""

    text = _words(_("Votre réponse, lue par tout le monde"), "", 2000, 4)
