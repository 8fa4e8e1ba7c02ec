"""The form of a rule, without codes to type: answers are ticked under the questions that the categories ask."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import Crew, Service
from carto.fiches.models import Temporality
from carto.territoires.models import Level, Territoire
from carto.text import tidy
from signalements.models import Categorie, Priority, Question, RoutingRule

ANSWER: Final = "reponse_"


def _time() -> forms.TimeField:
    return forms.TimeField(
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Une heure comme 20:00.")},
    )


class RuleForm(forms.Form):
    """What a rule looks at, and to whom it sends."""

    name = forms.CharField(
        label=_("Nom"), max_length=120, help_text=_("Il sera lu par ceux qui reçoivent : « Propreté du centre »."),
        error_messages={"required": _("Donnez-lui un nom.")},
    )  # fmt: skip
    categories = forms.ModelMultipleChoiceField(
        Categorie.objects.none(), label=_("Catégories"), required=False, to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    territoire = forms.ModelChoiceField(
        Territoire.objects.none(), label=_("Où"), required=False, empty_label=_("Partout")
    )
    temporalities = forms.MultipleChoiceField(
        label=_("Fréquence"), choices=Temporality, required=False, widget=forms.CheckboxSelectMultiple
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Jours"), choices=list(WEEKDAYS.items()), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    from_hour, until_hour = _time(), _time()
    closed_days = forms.BooleanField(label=_("Seulement les week-ends et jours fériés"), required=False)
    service = forms.ModelChoiceField(
        Service.objects.all(), label=_("Service"), to_field_name="code", empty_label="—",
        error_messages={"required": _("Choisissez qui reçoit."), "invalid_choice": _("Choisissez qui reçoit.")},
    )  # fmt: skip
    crew = forms.ModelChoiceField(
        Crew.objects.none(), label=_("Équipe"), required=False, empty_label=_("Aucune en particulier"),
        to_field_name="code",
    )  # fmt: skip
    priority = forms.TypedChoiceField(
        label=_("Priorité"), choices=[("", _("Inchangée")), *Priority.choices], coerce=int, empty_value=None,
        required=False,
    )  # fmt: skip
    active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, data: Any = None, *, rule: RoutingRule | None = None) -> None:
        super().__init__(data and readable(data), initial=_initial(rule) if rule else None, label_suffix="")
        offered = Categorie.objects.filter(active=True) | Categorie.objects.filter(rules=rule and rule.pk)
        self.fields["categories"].queryset = offered.distinct().prefetch_related("questions")
        self._offered = list(self.fields["categories"].queryset)
        places = Territoire.objects.in_force(timezone.localdate()).defer("geom").order_by("level", "name")
        self.fields["territoire"].queryset = places
        self.fields["territoire"].choices = [("", gettext("Partout")), *_by_level(places)]
        crews = Crew.objects.filter(active=True).select_related("service").order_by("service__name", "name")
        self.fields["crew"].queryset = crews | Crew.objects.filter(pk=rule and rule.crew_id).select_related("service")
        self.fields["crew"].choices = [("", gettext("Aucune en particulier")), *_by_service(crews)]
        self.fields["from_hour"].label, self.fields["until_hour"].label = gettext("À partir de"), gettext("jusqu’à")
        self._ask()

    def _ask(self) -> None:
        """One field for each question that the chosen categories ask; for all of them when none is chosen."""
        asked: dict[str, list[Question]] = {}
        for categorie in self.chosen():
            for question in categorie.questions.all():
                if question.kind != Question.Kind.TEXT:
                    asked.setdefault(question.code, []).append(question)
        for code, questions in asked.items():
            self.fields[f"{ANSWER}{code}"] = forms.MultipleChoiceField(
                label=questions[0].text, choices=_choices(questions), required=False,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip

    def chosen(self) -> list[Categorie]:
        """The categories that are ticked; all that are offered when none is."""
        known = {categorie.code: categorie for categorie in self._offered}
        codes = self.data.getlist("categories") if self.is_bound else self.initial.get("categories", [])
        return [known[code] for code in codes if code in known] or self._offered

    def clean_name(self) -> str:
        """Without invisible characters."""
        return tidy(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """With the answers in the shape that rules keep; the rest is looked at with the other rules."""
        data = super().clean()
        asked = {name.removeprefix(ANSWER): data.get(name) for name in self.fields if name.startswith(ANSWER)}
        data["answers"] = {code: codes for code, codes in asked.items() if codes}
        if data.get("crew") and data.get("service") and data["crew"].service_id != data["service"].pk:
            said = {"crew": data["crew"], "service": data["crew"].service}
            self.add_error("crew", ValidationError(gettext("« %(crew)s » est du service %(service)s.") % said))
        if (data.get("from_hour") is None) != (data.get("until_hour") is None):
            self.add_error("until_hour", gettext("Donnez les deux heures, ou aucune."))
        return data

    def families(self) -> list[tuple[str, list[Any]]]:
        """The boxes of the categories, family by family."""
        boxes = zip(self["categories"].subwidgets, self._offered, strict=True)
        return [
            (family, [box for box, _each in rows]) for family, rows in groupby(boxes, key=lambda row: row[1].family)
        ]

    def chose(self) -> bool:
        """Whether some categories are ticked."""
        return self.chosen() is not self._offered

    def questions(self) -> list[BoundField]:
        """The fields of the answers; none until categories are chosen or answers are there."""
        if not self.chose() and not self._answered():
            return []
        return [self[name] for name in self.fields if name.startswith(ANSWER)]

    def _answered(self) -> bool:
        return any(self[name].value() for name in self.fields if name.startswith(ANSWER))


def readable(data: QueryDict) -> QueryDict:
    """What was sent, without what no code may hold: the database would refuse to look for it."""
    kept = QueryDict(mutable=True)
    for name, values in data.lists():
        kept.setlist(name, [value.replace("\0", "") for value in values])
    return kept


def _initial(rule: RoutingRule) -> dict[str, Any]:
    kept = {name: getattr(rule, name) for name in ("name", "temporalities", "weekdays", "closed_days", "active")}
    kept |= {"from_hour": rule.from_hour, "until_hour": rule.until_hour, "priority": rule.priority}
    kept |= {f"{ANSWER}{code}": codes for code, codes in rule.answers.items()}
    kept["categories"] = [categorie.code for categorie in rule.categories.all()]
    kept["territoire"] = rule.territoire_id or ""  # a code is that of a commune and of its métropole alike
    for name in ("service", "crew"):
        kept[name] = getattr(rule, name).code if getattr(rule, name) else ""
    return kept


def _choices(questions: Iterable[Question]) -> list[tuple[str, str]]:
    """The answers after which something is sent, over all the categories that ask it."""
    options = [option for question in questions for option in question.options if "stop" not in option]
    return list({option["code"]: option["label"] for option in options}.items())


def _by_level(places: Iterable[Territoire]) -> list[tuple[str, list[tuple[str, str]]]]:
    rows = groupby(places, key=lambda each: each.level)
    return [(str(Level(level).label).capitalize(), [(each.pk, each.name) for each in some]) for level, some in rows]


def _by_service(crews: Iterable[Crew]) -> list[tuple[str, list[tuple[str, str]]]]:
    rows = groupby(crews, key=lambda each: each.service)
    return [(service.name, [(each.code, each.name) for each in some]) for service, some in rows]
