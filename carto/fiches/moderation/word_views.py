"""The desk's pages for words: a fiche or a comment that is held, and an author's answer to a decision."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from carto.fiches.layers import layer_of
from carto.fiches.models import Acte, Commentaire, Fiche, Retenue, Visibility
from carto.fiches.moderation import actions
from carto.fiches.moderation.forms import DecisionForm, EditForm, RestoreForm, SettleForm
from carto.fiches.moderation.jury.actions import why_none
from carto.fiches.moderation.pictures import THERE
from carto.fiches.moderation.rights import for_moderators

UNPROCESSABLE, CONFLICT = 422, 409


@for_moderators
def fiche(request: HttpRequest, pk: int) -> HttpResponse:
    """A fiche with what holds it, what was decided, and what may be."""
    shown = Fiche.objects.for_cards().exclude(visibility__in=[Visibility.DRAFT, Visibility.REMOVED])
    return _Words(request, get_object_or_404(shown, pk=pk)).answer()


@for_moderators
def commentaire(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a comment."""
    shown = Commentaire.objects.select_related("fiche__theme", "fiche__quartier", "fiche__commune", "author")
    return _Words(request, get_object_or_404(shown, pk=pk)).answer()


class _Words:
    """One visit to the page of a fiche or a comment."""

    def __init__(self, request: HttpRequest, words: Fiche | Commentaire) -> None:
        self.request, self.words = request, words
        self.fiche = words if isinstance(words, Fiche) else words.fiche
        sent = request.POST if request.method == "POST" else None
        self.doing = sent.get("do", "") if sent else ""
        self.edit_form = EditForm(sent if self.doing == "edit" else None, words=words)
        self.bin_form = DecisionForm(sent if self.doing == "bin" else None, prefix="bin")
        self.restore_form = RestoreForm(sent if self.doing == "restore" else None)

    def answer(self) -> HttpResponse:
        """Do what was asked, or show the page."""
        doing = {"approve": self._approve, "bin": self._bin, "edit": self._edit, "restore": self._restore}
        if self.doing not in doing:
            return self._page()
        form = {"edit": self.edit_form, "bin": self.bin_form, "restore": self.restore_form}.get(self.doing)
        if form is not None and not form.is_valid():
            return self._page(UNPROCESSABLE)
        try:
            messages.success(self.request, doing[self.doing]())
        except ValidationError as error:
            messages.warning(self.request, error.message)
            self.words.refresh_from_db()
            return self._page(CONFLICT)
        return redirect("fiches:moderation:desk") if self.doing == "approve" else redirect(self.request.path)

    def _approve(self) -> str:
        actions.approve(self.words, by=self.request.user)
        return _("C’est publié.")

    def _bin(self) -> str:
        data = self.bin_form.cleaned_data
        actions.set_aside(self.words, by=self.request.user, rule=data["rule"], reason=data["reason"])
        return _("Mis à la corbeille publique, avec la règle et la raison.")

    def _edit(self) -> str:
        data = self.edit_form.cleaned_data
        changes = self.edit_form.changes()
        actions.edit(self.words, changes, by=self.request.user, rule=data["rule"], reason=data["reason"])
        return _("Le texte est corrigé. Le voici tel qu’il se lira.")

    def _restore(self) -> str:
        actions.restore(self.words, by=self.request.user, reason=self.restore_form.cleaned_data["reason"])
        return _("C’est rétabli. Ses photos attendent qu’on les regarde de nouveau.")

    def _page(self, status: int = 200) -> HttpResponse:
        words, is_comment = self.words, isinstance(self.words, Commentaire)
        held = words.retenues if is_comment else Retenue.objects.filter(fiche=words, commentaire=None)
        acts = words.actes if is_comment else words.actes.filter(commentaire=None)
        context = {
            "words": words, "fiche": self.fiche, "layer": layer_of(self.fiche.kind), "is_comment": is_comment,
            "held": list(held.open()), "actes": list(acts.select_related("by")), "there": words.visibility in THERE,
            "edit_form": self.edit_form, "bin_form": self.bin_form, "restore_form": self.restore_form,
            "photos": [] if is_comment else list(words.photos.exclude(original="", image="")), "doing": self.doing,
        }  # fmt: skip
        return render(self.request, "fiches/moderation/words.html", context, status=status)


@for_moderators
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """An author's answer: read the decision again, and say what comes of it."""
    answered = Acte.objects.filter(replied_at__isnull=False).select_related(
        "fiche__theme", "fiche__quartier", "fiche__commune", "commentaire", "photo", "by", "settled_by"
    )
    acte = get_object_or_404(answered, pk=pk)
    form = SettleForm(request.POST or None)
    may, status = actions.may_settle(request.user, acte), 200
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if form.is_valid():
            return _settled(request, acte, form.cleaned_data)
        status = UNPROCESSABLE
    context = {
        "acte": acte, "fiche": acte.fiche, "layer": layer_of(acte.fiche.kind), "form": form, "may": may,
        "may_call": not why_none(acte),
    }  # fmt: skip
    return render(request, "fiches/moderation/settle.html", context, status=status)


def _settled(request: HttpRequest, acte: Acte, data: dict[str, Any]) -> HttpResponse:
    try:
        actions.settle(acte, by=request.user, outcome=data["outcome"], text=data["text"], shown=data["shown"])
    except ValidationError as error:
        messages.warning(request, error.message)
        return redirect("fiches:moderation:settle", acte.pk)
    messages.success(request, _("C’est dit à l’auteur, et dans l’histoire de la fiche."))
    return redirect("fiches:moderation:desk")
