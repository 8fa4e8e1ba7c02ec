"""`/opportunites/<uuid>/realisation/`: planned and real side by side; where whoever carries it notes each step."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseModelFormSet, inlineformset_factory, modelformset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from carto.fiches.forms import TidyField
from carto.fiches.models import Lien, LienKind
from projets.equipements.models import Equipement
from projets.opportunites.deciding import delivering
from projets.opportunites.deciding.contributions import contributions, count_unanswered, names_of
from projets.opportunites.deciding.forms import day_field, words_field
from projets.opportunites.deciding.pen import UNPROCESSABLE, for_pen
from projets.opportunites.deciding.sheet import current_of
from projets.opportunites.deciding.telling import dates_of
from projets.opportunites.models import CoutReel, Jalon, Livraison, Moyen, Opportunite
from projets.opportunites.referents.act_views import public_topic
from projets.opportunites.referents.rights import Hand, holds_the_pen
from projets.opportunites.workflow import Status

SEEN: Final = frozenset({Status.DECIDED, Status.DELIVERED})
MOST_NAMES: Final = 40


class DoneForm(forms.ModelForm):
    """A step: promised once, then done on a day, with words."""

    title = TidyField(label=gettext_lazy("L’étape"), max_length=140)
    due_on = day_field(gettext_lazy("Prévue le"))
    done_on = day_field(gettext_lazy("Faite le"), required=False)
    text = words_field(gettext_lazy("Ce qui s’est passé"), 1000, rows=2, required=False)

    class Meta:
        model = Jalon
        fields = ("title", "due_on", "done_on", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # what was promised stays as it was
            self.fields["title"].disabled = self.fields["due_on"].disabled = True

    def clean_done_on(self) -> Any:
        """Not to come."""
        done = self.cleaned_data["done_on"]
        if done is not None and done > localdate():
            raise ValidationError(_("aujourd’hui au plus tard."))
        return done


StepRows = inlineformset_factory(Opportunite, Jalon, form=DoneForm, extra=1, max_num=40, can_delete=False)


class CostForm(forms.ModelForm):
    """One amount that was really spent, beside what had been planned if it had."""

    what = TidyField(label=gettext_lazy("Pour quoi"), max_length=160)

    class Meta:
        model = CoutReel
        fields = ("moyen", "what", "amount", "kind", "basis", "year")
        widgets = {"amount": forms.TextInput({"inputmode": "decimal"})}

    def __init__(self, *args: Any, topic: Opportunite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        planned = self.fields["moyen"]
        planned.queryset, planned.empty_label = (
            Moyen.objects.filter(ouverture__opportunite=topic),
            _("rien n’était prévu"),
        )
        planned.label_from_instance = lambda moyen: moyen.what
        self.fields["amount"].localize = self.fields["amount"].widget.is_localized = True


CostRows = modelformset_factory(CoutReel, form=CostForm, formset=BaseModelFormSet, extra=2, max_num=40)


class DeliverForm(forms.Form):
    """When, what is there, on which facility; `sure` when somebody is left without an answer."""

    delivered_on = day_field(gettext_lazy("Réalisé le"))
    text = words_field(gettext_lazy("Ce qui est là maintenant"), 4000, rows=4)
    facility = forms.ChoiceField(
        label=gettext_lazy("L’équipement que cela donne"), required=False, widget=forms.RadioSelect
    )
    sure = forms.BooleanField(
        label=gettext_lazy("Je termine sans leur avoir répondu : l’histoire le dira, avec leur nombre"), required=False
    )

    def __init__(self, *args: Any, near: list[Equipement], left: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.near = {str(each.pk): each for each in near}
        choices = [(key, each.title) for key, each in self.near.items()]
        self.fields["facility"].choices = [("", _("aucun")), *choices]
        if not choices:
            del self.fields["facility"]
        if not left:
            del self.fields["sure"]

    def clean_delivered_on(self) -> Any:
        """Not to come."""
        if self.cleaned_data["delivered_on"] > localdate():
            raise ValidationError(_("aujourd’hui au plus tard."))
        return self.cleaned_data["delivered_on"]


@never_cache
@require_safe
def page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What everybody sees: the steps, the money, what is there; 404 before anything is decided."""
    topic = public_topic(uuid)
    decision = current_of(topic)
    if decision is None and topic.status not in SEEN:
        raise Http404
    made = Livraison.objects.filter(opportunite=topic).first()
    link = Lien.objects.filter(target_id=topic.pk, kind=LienKind.DELIVERS, undone_at=None).select_related("source")
    context = {
        "topic": topic, "hand": holds_the_pen(request.user, topic) if request.user.is_authenticated else None,
        "made": made, "facility": (found := link.first()) and found.source, "steps": delivering.steps_of(topic),
        "money": delivering.money_of(topic), "dates": dates_of(decision, made and made.delivered_on),
    }  # fmt: skip
    return render(request, "opportunites/deciding/delivery.html", context)


@for_pen({Status.DECIDED})
def steps(request: HttpRequest, topic: Opportunite, hand: Hand) -> HttpResponse:
    """`…/realisation/etapes/`: each step's real day beside the promised one, which stays."""
    rows = StepRows(request.POST if request.method == "POST" else None, instance=topic, prefix="jalon")
    if request.method == "POST" and rows.is_valid():
        delivering.keep_steps(topic, hand, rows)
        messages.success(request, _("C’est noté : tout le monde le voit."), "good")
        return redirect("opportunites:delivery", uuid=topic.uuid)
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"topic": topic, "hand": hand, "rows": rows, "wrong": status == UNPROCESSABLE}
    return render(request, "opportunites/deciding/steps.html", context, status=status)


@for_pen({Status.DECIDED})
def deliver(request: HttpRequest, topic: Opportunite, hand: Hand) -> HttpResponse:
    """`…/realisation/realisee/`: it is there, at this cost; who has had no answer is shown before one confirms."""
    data = request.POST if request.method == "POST" else None
    left = count_unanswered(topic)
    form = DeliverForm(data, near=delivering.facilities_near(topic), left=left, initial={"delivered_on": localdate()})
    rows = CostRows(data, queryset=CoutReel.objects.none(), prefix="cout", form_kwargs={"topic": topic})
    if data is not None and all([form.is_valid(), rows.is_valid()]):
        told = form.cleaned_data
        try:
            delivering.deliver(
                topic, hand, delivered_on=told["delivered_on"], text=told["text"], costs=rows.save(commit=False),
                facility=form.near.get(told.get("facility", "")), sure=told.get("sure", False),
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("C’est réalisé : tout le monde le voit, et ceux qui suivent le lisent."), "good"
            )
            return redirect("opportunites:delivery", uuid=topic.uuid)
    names = names_of(contributions(topic), MOST_NAMES) if left else []
    context = {"topic": topic, "hand": hand, "form": form, "rows": rows, "left": left, "names": names}
    status = UNPROCESSABLE if data is not None else 200
    return render(request, "opportunites/deciding/deliver.html", context, status=status)
