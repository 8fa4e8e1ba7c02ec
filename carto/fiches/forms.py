"""The form that adds a fiche, whatever its kind: a place, words, photos, and whether one signs."""

import secrets
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.fiches.actions import MAX_PHOTOS, Submission, drop_photos, keep_pictures, submit
from carto.fiches.models import Fiche, Photo, Temporality
from carto.fiches.nearby import Choice, choices_of, chosen, objects_near, places_near
from carto.fiches.photos import Picture, read_picture
from carto.fiches.trust.rereading import RereadForm
from carto.fiches.trust.weighing import Verdict
from carto.geometry import read_point
from carto.territoires.geocoding import geocode
from carto.text import tidy

OSM_ID = RegexValidator(r"^(node|way|relation)/\d{1,18}$", _("Objet de la carte inconnu."))
READ_AT = "lu:"  # before the words that the address field held when a place was found
SECRET = RegexValidator(r"^[A-Za-z0-9_-]{32,64}$", _("Lien secret illisible : rechargez la page."))


class TidyField(forms.CharField):
    """Text from people: NUL is refused by Django, invisible controls are taken out, nothing else changes."""

    def to_python(self, value: Any) -> str:
        """The tidied text."""
        return tidy(super().to_python(value))


class PicturesField(forms.FileField):
    """Several files, each read as a picture; a wrong one is named by its rank, never by its file name."""

    widget = forms.FileInput

    def clean(self, data: Iterable[UploadedFile] | None, initial: Any = None) -> list[Picture]:
        """The pictures, ready to be stored."""
        uploads = [upload for upload in data or [] if upload]
        if len(uploads) > MAX_PHOTOS:
            raise ValidationError(gettext("%(max)d photos au plus.") % {"max": MAX_PHOTOS}, code="many")
        return [self._read(rank, upload) for rank, upload in enumerate(uploads, start=1)]

    def _read(self, rank: int, upload: UploadedFile) -> Picture:
        try:
            return read_picture(upload)
        except ValidationError as error:
            said = {"rank": rank, "why": error.message}
            raise ValidationError(gettext("Photo %(rank)d : %(why)s") % said, code=error.code) from error


class PicturesInput(forms.FileInput):
    """`<input type="file" multiple>`; the camera is offered first on a phone."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"multiple": True, "accept": "image/jpeg,image/png,image/webp,image/heic,image/heif"})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        """All the files, not only the last."""
        return files.getlist(name) if hasattr(files, "getlist") else [files[name]] if files.get(name) else []


class FicheForm(RereadForm):
    """What every kind asks; a kind's form adds its own fields and says how to `build` its object."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    secret = forms.CharField(widget=forms.HiddenInput, validators=[SECRET])
    longitude = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    latitude = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    # A device without GPS may be sure to 200 km: half around the Earth is the most, and nobody could correct the field.
    precision = forms.IntegerField(required=False, min_value=0, max_value=20_100_000, widget=forms.HiddenInput)
    osm_id = forms.CharField(required=False, max_length=40, validators=[OSM_ID], widget=forms.HiddenInput)
    adresse = TidyField(
        label=_("Où est-ce ?"),
        required=False,
        max_length=200,
        help_text=_("Une adresse, une rue ou un lieu : « 12 rue de Strasbourg », « place Royale ».")
        if not settings.CITY.example
        else format_lazy("{} « {} ».", _("Une adresse, une rue ou un lieu :"), settings.CITY.example),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    # What the address said when the place was known: words changed since then say another place.
    held = forms.CharField(required=False, max_length=210, widget=forms.HiddenInput)
    candidat = forms.CharField(required=False, max_length=60)
    text = TidyField(
        label=_("Décrivez en quelques mots"), required=False, max_length=4000, widget=forms.Textarea({"rows": 4})
    )
    feeling = TidyField(
        label=_("Ce que cela vous fait"),
        required=False,
        max_length=1000,
        help_text=_("La peur de tomber, la nuit sans dormir… Les faits se réparent, le ressenti fait comprendre."),
        widget=forms.Textarea({"rows": 2}),
    )
    temporality = forms.ChoiceField(
        label=_("Est-ce que cela arrive souvent ?"),
        choices=[
            (Temporality.ONCE.value, _("Ponctuel : c’est arrivé une fois")),
            (Temporality.OFTEN.value, _("Fréquent : cela revient")),
            (Temporality.ALWAYS.value, _("Permanent : c’est toujours ainsi")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    photos = PicturesField(label=_("Photos"), required=False, widget=PicturesInput())
    removed = forms.ModelMultipleChoiceField(Photo.objects.none(), required=False)
    named = forms.ChoiceField(
        label=_("Votre nom"),
        choices=[("", _("Rester anonyme")), ("yes", _("Signer de mon nom"))],
        required=False,
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(
        label=_("Votre adresse e-mail, si vous voulez"),
        required=False,
        max_length=254,  # as long as an address may be (RFC 5321), and as what keeps it
        help_text=_("Pour vous répondre. Elle n’est jamais montrée, et gardée à part de la contribution."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    read_by_all = ("title", "text", "feeling")
    sent_along: tuple[str, ...] = ("photos",)  # fields that hold files: what is wrong with one is said at once

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.candidates: list[Choice] = []
        self.point: Point | None = None
        self.fields["removed"].queryset = self.kept_photos()
        if person is None:
            del self.fields["named"]
        else:
            del self.fields["email"]

    @staticmethod
    def fresh() -> dict[str, Any]:
        """The identity of a form just opened: who holds the secret may follow what was sent."""
        return {"uuid": uuid.uuid4(), "secret": secrets.token_urlsafe(32)}

    def kept_photos(self) -> Any:
        """Photos that an earlier, refused sending of this very form left here."""
        sent = self.data.get("uuid", "") if self.is_bound else ""
        try:
            return Photo.objects.filter(fiche=None, fiche_uuid=uuid.UUID(sent))
        except ValueError:
            return Photo.objects.none()

    def clean(self) -> dict[str, Any]:
        """Find the place: picked on the map, chosen among candidates, or understood from the words."""
        data = super().clean()
        try:
            self.point = self._place(data)
        except ValidationError as error:
            self.add_error("adresse", error)
        return data

    def _place(self, data: dict[str, Any]) -> Point:
        """The last thing said counts: a place chosen, then the pin, then the words, then where the photo was taken."""
        words, moved = data.get("adresse"), data.get("held") or ""
        if data.get("candidat"):
            found = chosen(data["candidat"])
            data["osm_id"] = found.osm_id
            return found.point
        if (data.get("longitude") or data.get("latitude")) and not (words and moved and moved != READ_AT + words):
            return read_point(data.get("longitude", ""), data.get("latitude", ""))
        if words:
            data["osm_id"], data["precision"] = "", None
            return self._understood(words)
        for picture in data.get("photos") or []:
            if picture.place:
                return picture.place
        raise ValidationError(gettext("Dites-nous où c’est : sur la carte, ou par une adresse."), code="place")

    def _understood(self, words: str) -> Point:
        hits = geocode(words, limit=6)
        if len(hits) == 1:
            return hits[0].point
        self.candidates = choices_of(hits)
        if hits:
            raise ValidationError(gettext("Plusieurs lieux correspondent : choisissez le bon."), code="candidates")
        raise ValidationError(
            gettext("Nous n’avons pas trouvé ce lieu. Essayez une rue ou un lieu voisin."), code="unknown"
        )

    def hold_place(self) -> None:
        """The form is shown again: its hidden fields say the place that was found, whatever it was found by."""
        if self.point is None:
            return
        data = self.data.copy()
        data["longitude"], data["latitude"] = f"{self.point.x:.7f}", f"{self.point.y:.7f}"
        data["held"] = READ_AT + self.cleaned_data.get("adresse", "")
        data["osm_id"] = self.cleaned_data.get("osm_id", "")
        data.pop("candidat", None)
        self.data = data

    def choices_near(self, *, doors: bool = False) -> list[Choice]:
        """What one may mean there: what the words were understood as, or the objects around the place once it is known.

        `doors` adds the addresses and streets around it.
        """
        point = self.point or self.linked_place()
        if self.candidates or point is None:
            return self.candidates
        return objects_near(point) + (places_near(point) if doors else [])

    def linked_place(self) -> Point | None:
        """Where the link that opened the form says it is; it was checked when the form was opened."""
        place = {} if self.is_bound else self.initial
        return read_point(place["longitude"], place["latitude"]) if place.get("longitude") else None

    def keep_photos(self) -> None:
        """The form is refused: keep the pictures that came with it, drop those the person took out."""
        if "uuid" in self.cleaned_data:
            self._drop_removed()
            keep_pictures(self.cleaned_data["uuid"], self.cleaned_data.get("photos") or [])

    def weight_of_photos(self) -> int:
        """What `keep_photos` would store, in bytes."""
        return sum(picture.image.size for picture in self.cleaned_data.get("photos") or [])

    def _drop_removed(self) -> None:
        drop_photos(self.cleaned_data.get("removed") or [])

    def build(self) -> Fiche:
        """An unsaved object of the form's kind, from `shared()` and the kind's own fields."""
        raise TypeError(f"{type(self).__name__} does not say what it builds")

    def shared(self) -> dict[str, Any]:
        """What every kind takes from the form."""
        data = self.cleaned_data
        return {
            "uuid": data["uuid"],
            "geom": self.point,
            "text": data["text"],
            "feeling": data["feeling"],
            "temporality": data["temporality"],
            "osm_id": data["osm_id"],
            "precision": data["precision"],
        }

    def author(self) -> User | None:
        """The person, when they sign."""
        return self.person if self.cleaned_data.get("named") == "yes" else None

    def acting_role(self) -> str:
        """As what whoever sends it is written in the history."""
        return "resident"

    def send(self, verdict: Verdict | None = None) -> Submission:
        """Store what the form says; the same form sent twice makes one fiche. The verdict says whether it waits."""
        data = self.cleaned_data
        self._drop_removed()
        with transaction.atomic():
            sent = submit(
                self.build(),
                author=self.author(),
                pictures=data["photos"],
                secret=data["secret"],
                email=data.get("email", ""),
                role=self.acting_role(),
            )
            if sent.created:
                (verdict or Verdict()).settle(sent.fiche, *self.holds())
        return sent
