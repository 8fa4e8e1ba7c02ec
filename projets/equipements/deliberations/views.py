"""What the council voted, for everybody to find, read and cite; and its document, joined by those who publish it."""

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from carto.media import ALONE
from projets.equipements.deliberations import actions, tasks
from projets.equipements.deliberations.forms import DocumentForm
from projets.equipements.deliberations.listing import LARGEST, Asked, page_of
from projets.equipements.deliberations.querysets import choices
from projets.equipements.models import Deliberation, Paragraphe, RattachementState
from projets.equipements.rights import for_publishers, publishing

UNPROCESSABLE: Final = 422
CONFLICT: Final = 409


@require_safe
def deliberation_list(request: HttpRequest) -> HttpResponse:
    """`/argent/deliberations/`: the latest, or those that answer to some words, with the paragraph that does."""
    asked = Asked.of(request.GET)
    page = page_of(asked)
    told: dict[str, Any] = {"asked": asked, "page": page, "choices": choices()}
    told["following"] = asked.from_key(page.following).query if page.following else ""
    told["first"] = asked.from_key("").query
    told["narrowed"] = bool(told["first"])
    return render(request, "equipements/deliberations/list.html", told)


@require_safe
def deliberation_page(request: HttpRequest, pk: int) -> HttpResponse:
    """`/argent/deliberations/<pk>/`: its vote, its places, its document, its paragraphs; `?citer=12` words to copy."""
    return _page(request, _deliberation(pk), DocumentForm())


def _deliberation(pk: int) -> Deliberation:
    if pk > LARGEST:
        raise Http404
    rows = Deliberation.objects.select_related("ligne__source__organisme", "ligne__last_import", "attached_by")
    return get_object_or_404(rows, pk=pk)


def _page(request: HttpRequest, deliberation: Deliberation, form: DocumentForm, status: int = 200) -> HttpResponse:
    paragraphs = list(deliberation.paragraphes.all())
    tied = deliberation.ligne.rattachements.filter(state=RattachementState.CONFIRMED).select_related("equipement")
    may = publishing(request.user).owns(deliberation.ligne.source)
    told = {
        "deliberation": deliberation, "paragraphs": paragraphs, "form": form, "may_attach": may,
        "source": deliberation.ligne.source, "votes": votes(deliberation),
        "places": [each.equipement for each in tied if each.equipement.visibility == "public"],
        "citation": _citation(request, deliberation, paragraphs),
    }  # fmt: skip
    return render(request, "equipements/deliberations/page.html", told, status=status)


def votes(deliberation: Deliberation) -> list[tuple[str, int, str]]:
    """(whose, how many, a word for the style), of the votes that were published."""
    counted = (
        (_("pour"), deliberation.votes_for, "for"),
        (_("contre"), deliberation.votes_against, "against"),
        (_("abstentions"), deliberation.abstained, "abstained"),
    )
    return [(label, count, kind) for label, count, kind in counted if count is not None]


def _citation(request: HttpRequest, deliberation: Deliberation, paragraphs: list[Paragraphe]) -> dict[str, Any]:
    """The paragraph to cite, its text and its address, as one copies them; empty when none is asked for."""
    asked = request.GET.get("citer", "")
    found = [each for each in paragraphs if str(each.number) == asked]
    if not found:
        return {}
    address = f"{settings.CARTO_URL}{deliberation.get_absolute_url()}#p{found[0].number}"
    who = [deliberation.council, deliberation.reference and _("délibération %s") % deliberation.reference]
    if deliberation.on:
        who.append(date_format(deliberation.on))
    said = ", ".join([*(part for part in who if part), _("paragraphe %d") % found[0].number])
    return {"number": found[0].number, "words": f"« {found[0].text} »\n{said}\n{address}"}


@require_safe
def document(request: HttpRequest, pk: int) -> FileResponse:
    """`/argent/deliberations/<pk>/document.pdf`: the document as it was joined."""
    deliberation = _deliberation(pk)
    try:
        file = deliberation.file.open("rb") if deliberation.file else None
    except OSError:
        file = None
    if file is None:
        raise Http404
    response = FileResponse(file, content_type="application/pdf", filename=f"deliberation-{pk}.pdf")
    response["Content-Security-Policy"] = ALONE  # a file of a stranger's never runs
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _owned(request: HttpRequest, pk: int) -> Deliberation:
    deliberation = _deliberation(pk)
    if not request.publishing.owns(deliberation.ligne.source):
        raise PermissionDenied
    return deliberation


@require_POST
@for_publishers
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """`POST /argent/deliberations/<pk>/joindre/`: a PDF; 422 says why it is none."""
    deliberation = _owned(request, pk)
    form = DocumentForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            return _page(request, deliberation, form, UNPROCESSABLE)
        actions.attach(deliberation, form.path, pages=form.pages, person=request.user)
    finally:
        form.forget()
    tasks.read_document.defer(deliberation_id=deliberation.pk)
    messages.success(request, _("Le document est joint. Son texte sera lu dans un instant."), extra_tags="good")
    return redirect(deliberation)


@require_POST
@for_publishers
def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    """`POST /argent/deliberations/<pk>/chercher/`: have the worker fetch it; 409 when there is nothing to fetch."""
    deliberation = _owned(request, pk)
    if not actions.ask_for_document(deliberation):
        messages.warning(request, _("Le document est déjà là, en route, ou sans adresse."))
        return _page(request, deliberation, DocumentForm(), CONFLICT)
    tasks.fetch_document.defer(deliberation_id=deliberation.pk, person_id=request.user.pk)
    messages.success(request, _("Le document est demandé à son adresse."), extra_tags="good")
    return redirect(deliberation)
