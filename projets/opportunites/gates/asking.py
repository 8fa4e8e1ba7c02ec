"""A page that asks one thing: its form, what it does, where one goes then. Refused, it says why and keeps the words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise

from projets.opportunites.models import Opportunite
from projets.opportunites.referents.rights import Hand

UNPROCESSABLE: Final = 422
CONFLICT: Final = 409
LATE: Final = {"there", "closed", "said", "told", "over"}  # somebody was faster, or the time has passed


@dataclass(frozen=True)
class Asked:
    """How the page is called, what its button says, what one reads then, and the page of the topic one goes back to."""

    heading: str | Promise
    button: str | Promise
    done: str | Promise
    back: str
    about: str | Promise = ""
    of: tuple[int, ...] = ()  # when the page one goes back to is that of one thing of the topic: its key

    def address(self, topic: Opportunite) -> str:
        """Where one goes back to."""
        return reverse(f"opportunites:{self.back}", args=[topic.uuid, *self.of])


def handle(
    request: HttpRequest, topic: Opportunite, form: forms.Form, asked: Asked, act: Callable[[dict[str, Any]], object],
    *, hand: Hand | None = None, **more: Any,
) -> HttpResponse:  # fmt: skip
    """Do it and go back; 422 when the form is refused, 409 when it is too late."""
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            status = CONFLICT if error.code in LATE else UNPROCESSABLE
        else:
            messages.success(request, asked.done, "good")
            return redirect(asked.address(topic))
    context = {"topic": topic, "form": form, "asked": asked, "hand": hand, "back": asked.address(topic)} | more
    return render(request, "opportunites/gates/ask.html", context, status=status)


def sent(request: HttpRequest) -> Any:
    """What a form was sent, or None for a page that is only read."""
    return request.POST if request.method == "POST" else None
