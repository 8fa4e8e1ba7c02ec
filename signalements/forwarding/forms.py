"""What an agent fills in to forward, and the four answers of whoever holds the link."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.fiches.forms import PicturesField, PicturesInput, TidyField
from signalements.forwarding import answers
from signalements.forwarding.actions import forward
from signalements.models import Forwarding, Signalement


def _words(label: Any, *, missing: Any = "", rows: int = 3) -> TidyField:
    """Words for the service; obligatory when `missing` says what to write."""
    return TidyField(
        label=label,
        required=bool(missing),
        max_length=2000,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": missing},
    )


class ForwardForm(forms.Form):
    """To whom, and what they should know."""

    organisation = TidyField(
        label=_("À qui"),
        help_text=_("le nom que tout le monde lira : Enedis, Nantes Métropole Habitat…"),
        max_length=120,
        error_messages={"required": _("Écrivez le nom de l’organisme.")},
    )
    email = forms.EmailField(
        label=_("Adresse e-mail (facultatif)"),
        help_text=_("le lien y est envoyé ; sans adresse, il s’affiche une fois et c’est vous qui le donnez"),
        required=False,
        error_messages={"invalid": _("Cette adresse ne semble pas complète : nom@exemple.fr")},
    )
    contractor = forms.BooleanField(
        label=_("C’est un prestataire de la ville"),
        help_text=_("il voit aussi, par ce lien, ce qui lui a déjà été transmis à cette adresse"),
        required=False,
    )
    message = _words(_("Votre message (facultatif)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "transmettre_%s")
        super().__init__(*args, **kwargs)

    def send(self, signalement: Signalement, person: User, role: str) -> Forwarding:
        """Forward it. ValidationError (French) tells why not."""
        return forward(signalement, person=person, role=role, **self.cleaned_data)


class AnswerByLinkForm(forms.Form):
    """One answer; `do` names it, and the words that thank for it."""

    do: str
    thanks: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.do}_%s")
        super().__init__(*args, **kwargs)

    def send(self, forwarding: Forwarding) -> None:
        """Say it. ValidationError (French) tells why not."""
        raise TypeError(f"{type(self).__name__} does not say what it does")


class PlanForm(AnswerByLinkForm):
    """« Nous passons tel jour. »"""

    do, thanks = "prevoir", _("Merci : le jour est noté, et tout le monde peut le lire.")
    day = forms.DateField(
        label=_("Le jour où vous passez"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choisissez un jour."), "invalid": _("Un jour comme 31/12/2026.")},
    )
    text = _words(_("Un mot pour le service (facultatif)"), rows=2)

    def send(self, forwarding: Forwarding) -> None:
        """The day, for everybody."""
        answers.acknowledge(forwarding, self.cleaned_data["day"], self.cleaned_data["text"])


class DoneForm(AnswerByLinkForm):
    """« C’est fait. »"""

    do, thanks = "fait", _("Merci ! Le service vérifie, puis répond à la personne qui a signalé.")
    photos = PicturesField(label=_("Une photo après votre passage"), required=False, widget=PicturesInput())
    text = _words(_("Ce que vous avez fait"), rows=2)

    def clean(self) -> dict[str, Any]:
        """Something to go by."""
        data = super().clean()
        if not self.errors and not data.get("photos") and not data.get("text"):
            raise ValidationError(
                gettext("Ajoutez une photo, ou dites en quelques mots ce qui a été fait."), code="shown"
            )
        return data

    def send(self, forwarding: Forwarding) -> None:
        """To be checked by an agent."""
        answers.report_done(forwarding, self.cleaned_data["text"], self.cleaned_data["photos"])


class SayForm(AnswerByLinkForm):
    """A question, or an answer."""

    do, thanks = "ecrire", _("Merci : le service a votre message.")
    text = _words(_("Votre message, lu par le service seul"), missing=_("Écrivez votre question ou votre réponse."))

    def send(self, forwarding: Forwarding) -> None:
        """To the service."""
        answers.say(forwarding, self.cleaned_data["text"])


class RefuseForm(AnswerByLinkForm):
    """« Pas pour nous. »"""

    do, thanks = "refuser", _("Merci de l’avoir dit : le service reprend ce signalement.")
    text = _words(
        _("Pourquoi, ou qui est concerné ?"), missing=_("Dites en quelques mots pourquoi, ou qui est concerné.")
    )

    def send(self, forwarding: Forwarding) -> None:
        """Back to the service."""
        answers.refuse(forwarding, self.cleaned_data["text"])


ANSWERS: dict[str, type[AnswerByLinkForm]] = {form.do: form for form in (DoneForm, PlanForm, SayForm, RefuseForm)}
