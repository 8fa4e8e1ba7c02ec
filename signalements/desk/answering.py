"""Answering from the desk: the form that public pages have too, replies ready to send, and what will be read."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from signalements.desk.foresee import Foreseen, foresee
from signalements.desk.replies import Ready, by_state, check_filled, chosen_of, filled, fitting, taken_over
from signalements.models import Signalement
from signalements.outcome.forms import AnswerForm

FIRST = ("seen", "after", "public_text", "closing", "photos")


def answer_form(signalement: Signalement, role: str, *sent: Any, **more: Any) -> AnswerForm:
    """The form of a step and its words, for somebody who acts as `role`."""
    return AnswerForm(*sent, signalement=signalement, role=role, **more)


class Answer:
    """What helps to answer one signalement."""

    def __init__(self, signalement: Signalement) -> None:
        self.signalement = signalement
        self.ready = [Ready(each, filled(each.text, signalement)) for each in fitting(signalement)]

    def by_state(self) -> list[tuple[str, list[Ready]]]:
        """The replies under the state that each is for; those for any state last."""
        return by_state(self.ready)

    def prefilled(self, sent: QueryDict, role: str) -> AnswerForm:
        """The form with the chosen reply's words, state and reason; what was typed by hand stays, above them."""
        chosen = chosen_of(self.ready, sent.get("modele"))
        first = {name: sent.get(name, "") for name in sent if name in AnswerForm.base_fields and name != "seen"}
        first = taken_over(first, chosen, self.ready)
        form = answer_form(self.signalement, role)
        form.initial |= first
        if first.get("after") not in {value for value, _label in form.fields["after"].choices}:
            form.initial["after"] = ""
        form.chosen = chosen.template.pk if chosen else None
        return form

    def complete(self, form: AnswerForm) -> bool:
        """Whether nothing is left to fill in; the form says what is."""
        try:
            check_filled(form.cleaned_data.get("public_text", ""))
        except ValidationError as error:
            form.add_error("public_text", error)
            return False
        return True

    def foresee(self, form: AnswerForm) -> Foreseen:
        """What whoever reported will read of it."""
        return foresee(self.signalement, form.cleaned_data["after"], form.cleaned_data["public_text"])
