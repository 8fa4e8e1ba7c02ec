"""From one's account: « Emporter mes données », as a file; « Effacer mon compte », for good."""

from typing import Final

from django import forms
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from carto.demarches.person.erasing import erase, why_not
from carto.demarches.person.exporting import told

UNPROCESSABLE: Final = 422
CONFLICT: Final = 409


class EraseForm(forms.Form):
    """One's own address, typed: nobody erases an account by a slip of the thumb."""

    email = forms.EmailField(label=gettext_lazy("Pour confirmer, votre adresse e-mail"))

    def __init__(self, *args: object, own: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.own = own

    def clean_email(self) -> str:
        """It is the account's."""
        if self.cleaned_data["email"].lower() != self.own.lower():
            raise ValidationError(_("Ce n’est pas l’adresse de ce compte."))
        return self.cleaned_data["email"]


@never_cache
@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """`/compte/mes-donnees.json`: what was sent without signing is nobody's, and is not there."""
    response = JsonResponse(told(request.user), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def erase_page(request: HttpRequest) -> HttpResponse:
    """`/compte/effacer/`: what goes and what stays, then it is done; 409 while one holds a role."""
    form = EraseForm(request.POST or None, own=request.user.email)
    reason = why_not(request.user)
    if request.method == "POST" and form.is_valid() and not reason:
        person = request.user
        logout(request)
        erase(person)
        return render(request, "demarches/erased.html")
    status = 200 if request.method == "GET" else CONFLICT if reason else UNPROCESSABLE
    return render(request, "demarches/erase.html", {"form": form, "reason": reason}, status=status)
