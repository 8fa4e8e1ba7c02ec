"""Paper for those who animate: printing sheets, and what came back."""

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from projets.idees.models import Feuille
from projets.idees.papers import actions
from projets.idees.papers.codes import tidy_code
from projets.idees.papers.forms import PhotosForm, PrintForm
from projets.idees.papers.plan import NoPlan
from projets.idees.papers.querysets import printed_with, printings, to_look_at
from projets.idees.papers.tasks import read_releve
from projets.idees.rights import for_facilitators

UNPROCESSABLE: Final = 422
PER_PAGE: Final = 20
SHOWN: Final = 60  # photos that wait; the page says how many more


@for_facilitators
def sheet_list(request: HttpRequest, form: PhotosForm | None = None) -> HttpResponse:
    """`/feuilles/`: what waits for somebody's eyes, sending photos, and what was printed."""
    waiting = list(to_look_at()[: SHOWN + 1])
    told: dict[str, Any] = {
        "page": Paginator(printings(), PER_PAGE).get_page(request.GET.get("page")),
        "waiting": waiting[:SHOWN], "more": len(waiting) > SHOWN, "form": form or PhotosForm(),
    }  # fmt: skip
    return render(request, "idees/papers/list.html", told, status=UNPROCESSABLE if form else 200)


@require_POST
@for_facilitators
def batch(request: HttpRequest) -> HttpResponse:
    """`POST /feuilles/photos/`: several photos, read by the worker one after the other."""
    form = PhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        return sheet_list(request, form)
    pictures = form.cleaned_data["photos"]
    for picture in pictures:
        read_releve.defer(releve_id=actions.keep_photo(picture, request.user).pk)
    said = ngettext("%(n)d photo reçue : elle se lit.", "%(n)d photos reçues : elles se lisent.", len(pictures))
    messages.success(request, said % {"n": len(pictures)}, extra_tags="good")
    return redirect("idees:papers:list")


@for_facilitators
def print_form(request: HttpRequest) -> HttpResponse:
    """`/feuilles/imprimer/`: which map, on what, how many; `?campagne=` chooses one."""
    sent = request.method == "POST"
    form = PrintForm(request.POST if sent else None, initial={"campagne": request.GET.get("campagne", "")[:50]})
    if sent and form.is_valid():
        data = form.cleaned_data
        feuilles = actions.print_sheets(
            title=data["title"], frame=form.frame, paper=data["paper"], copies=data["copies"],
            campagne=data["campagne"], person=request.user,
        )  # fmt: skip
        return redirect("idees:papers:printed", feuilles[0].code)
    status = UNPROCESSABLE if sent else 200
    return render(request, "idees/papers/print.html", {"form": form}, status=status)


@require_safe
@for_facilitators
def printed(request: HttpRequest, code: str) -> HttpResponse:
    """`/feuilles/<code>/tirage/`: the sheets of one printing, their PDF, and how far each has come."""
    feuille = _feuille(code)
    same = list(printed_with(feuille).prefetch_related("releves"))
    return render(request, "idees/papers/printed.html", {"feuille": feuille, "feuilles": same})


@require_safe
@for_facilitators
def sheets(request: HttpRequest, code: str) -> HttpResponse:
    """`/feuilles/<code>/feuilles.pdf`: the whole printing; `?seule=1` this sheet alone.."""
    from projets.idees.papers.printing import sheets_pdf

    feuille = _feuille(code)
    chosen = [feuille] if request.GET.get("seule") == "1" else list(printed_with(feuille)[: actions.MOST_COPIES])
    for each in chosen:
        actions.renew_stubs(each)
    try:
        content = sheets_pdf(chosen, request.build_absolute_uri("/"))
    except NoPlan:
        messages.error(request, _("Le fond de carte ne peut pas être dessiné en ce moment."), extra_tags="bad")
        return redirect(reverse("idees:papers:printed", args=[feuille.code]))
    name = f"feuilles-{slugify(feuille.title)[:40] or feuille.code}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _feuille(code: str) -> Feuille:
    return get_object_or_404(Feuille.objects.select_related("campagne"), code=tidy_code(code))
