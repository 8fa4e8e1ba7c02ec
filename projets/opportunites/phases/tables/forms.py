"""The forms of a table: laying it, sitting down, writing on the sheet in front of one."""

import uuid
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import User
from carto.fiches.forms import TidyField
from carto.fiches.trust.personal import Sort, find_personal
from carto.fiches.trust.wording import SORTS, listed
from carto.territoires.querysets import name_of_place
from projets.opportunites.models import Apport, Tablee
from projets.opportunites.models.tablee import FEWEST, LONGEST_TURN, MOST
from projets.opportunites.phases.tables.actions import Idea
from projets.opportunites.phases.tables.reading import Before

FURTHEST: Final = timedelta(days=366)
UNITS: Final = (("1", _("minutes")), ("60", _("heures")), ("1440", _("jours")))


def _found(idea: Apport) -> str:
    """What its place was understood as, by the name that the map has for it."""
    if idea.spot is None:
        return gettext("lieu non trouvé ; vos mots restent")
    return name_of_place(idea.spot) or gettext("lieu trouvé")


class TableForm(forms.ModelForm):
    """A question, so many seats, how long a turn lasts, when it begins."""

    question = TidyField(
        label=_("La question posée à la tablée"), max_length=300,
        help_text=_("« Où mettre de l’ombre sur la place, sans chasser le marché ? »"),
    )  # fmt: skip
    seats = forms.IntegerField(
        label=_("Places"), min_value=FEWEST, max_value=MOST, initial=6,
        help_text=_("De trois à huit : autant de feuilles, et autant de tours."),
    )  # fmt: skip
    ideas = forms.IntegerField(label=_("Idées par tour"), min_value=1, max_value=5, initial=3)
    pace = forms.ChoiceField(
        label=_("Rythme"), choices=Tablee.Pace.choices, widget=forms.RadioSelect, initial=Tablee.Pace.LIVE,
        help_text=_("En direct : tout le monde à la même heure, quelques minutes par tour. À son rythme : des jours."),
    )  # fmt: skip
    length = forms.IntegerField(label=_("Un tour dure"), min_value=1, max_value=120, initial=5)
    unit = forms.ChoiceField(label=_("En"), choices=UNITS, initial="1")
    starts_at = forms.DateTimeField(
        label=_("Le premier tour commence"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("On peut encore s’asseoir pendant le premier tour."),
    )  # fmt: skip

    class Meta:
        model = Tablee
        fields = ("question", "seats", "ideas", "pace", "starts_at")

    field_order = ("question", "seats", "ideas", "pace", "length", "unit", "starts_at")

    def clean_starts_at(self) -> Any:
        """A moment to come, within a year."""
        starts_at, now = self.cleaned_data["starts_at"], timezone.now()
        if not now < starts_at < now + FURTHEST:
            raise ValidationError(gettext("un moment à venir, dans l’année."))
        return starts_at

    def clean(self) -> dict[str, Any]:
        """How long a turn is, in minutes; a live one is one of minutes."""
        data = super().clean()
        if data.get("length") and data.get("unit"):
            minutes = data["length"] * int(data["unit"])
            if data.get("pace") == Tablee.Pace.LIVE and minutes > 60:
                self.add_error("length", gettext("en direct, un tour dure une heure au plus."))
            elif minutes > LONGEST_TURN:
                self.add_error("length", gettext("un tour dure quatorze jours au plus."))
            data["turn_minutes"] = minutes
        return data

    def told(self) -> dict[str, Any]:
        """What the table is made of."""
        names = ("question", "seats", "ideas", "pace", "starts_at", "turn_minutes")
        return {name: self.cleaned_data[name] for name in names}


class SeatForm(forms.Form):
    """Under one's account's name, under one that one says, or under none; names are shown at the end only."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)  # of this sending
    signed = forms.ChoiceField(
        label=_("Votre nom, à la fin seulement"), required=False, widget=forms.RadioSelect,
        choices=[("", _("Rester anonyme, avec un lien secret")), ("yes", _("Signer de mon nom"))],
    )  # fmt: skip
    name = TidyField(
        label=_("Un nom, si vous voulez"), required=False, max_length=60,
        help_text=_("Il paraît à la fin, sur les feuilles ; personne ne le voit avant."),
    )  # fmt: skip

    def __init__(self, *args: Any, person: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["uuid"] = uuid.uuid4()
        if person is None:
            del self.fields["signed"]

    def clean_name(self) -> str:
        """A name, not a way to be reached: it ends on a page that everybody reads."""
        name = self.cleaned_data["name"]
        found = {each.sort for each in find_personal(name)} - {Sort.NAME}
        if found:
            raise ValidationError(
                gettext("un nom seulement, sans %(what)s.") % {"what": listed(sort for sort in SORTS if sort in found)}
            )
        return name


class CallOffForm(forms.Form):
    """Why a table does not take place."""

    reason = TidyField(
        label=_("Pourquoi elle n’aura pas lieu"), max_length=600, widget=forms.Textarea({"rows": 2}),
        help_text=_("Tout le monde le lira, avec votre rôle et la date."),
    )  # fmt: skip


class SheetForm(forms.Form):
    """So many ideas, each with a place in words if it has one; `turn` is the one that was on the screen."""

    turn = forms.IntegerField(min_value=0, max_value=MOST - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, ideas: int, lain: Before | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ideas = ideas
        self.initial["turn"] = lain.turn if lain else None
        mine = {each.rank: each for each in lain.mine} if lain else {}
        self.found = {rank: _found(each) for rank, each in mine.items() if each.place}
        for rank in range(ideas):
            text = TidyField(label=_("Votre idée"), required=False, max_length=600, widget=forms.Textarea({"rows": 3}))
            place = TidyField(
                label=_("Où, si c’est un lieu"), required=False, max_length=200,
                help_text=_("Une adresse, une rue ou un lieu."),
            )  # fmt: skip
            self.fields |= {f"text_{rank}": text, f"place_{rank}": place}
            if rank in mine:
                self.initial |= {f"text_{rank}": mine[rank].commentaire.text, f"place_{rank}": mine[rank].place}

    def rows(self) -> list[tuple[Any, Any, str]]:
        """The fields of each idea, and what its place was understood as: one sees whether it is the one meant."""
        ranks = range(self.ideas)
        return [(self[f"text_{rank}"], self[f"place_{rank}"], self.found.get(rank, "")) for rank in ranks]

    def sent(self) -> list[Idea]:
        """The ideas, blank ones included, each at its rank."""
        data = self.cleaned_data
        return [Idea(data[f"text_{rank}"], data[f"place_{rank}"]) for rank in range(self.ideas)]

    def typed(self) -> list[str]:
        """What was typed, word for word, whatever became of it."""
        return [text for rank in range(self.ideas) if (text := self.data.get(f"text_{rank}", "").strip())]
