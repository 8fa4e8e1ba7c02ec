"""Where the cards of a workshop are typed in, one after the other, and printed again."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from projets.idees.campagnes.paper_views import pdf_of
from projets.idees.models import Atelier, Observation
from projets.idees.rights import for_facilitators
from projets.idees.workshops.actions import lay
from projets.idees.workshops.cards import ROWS, CardForm, blank_rows, palette, pasted_rows, sent_rows
from projets.idees.workshops.forms import AtelierForm
from projets.idees.workshops.telling import told

UNPROCESSABLE = 422


@require_safe
@for_facilitators
def desk(request: HttpRequest) -> HttpResponse:
    """`/ateliers/animer/`: the workshops, the latest first."""
    ateliers = Atelier.objects.annotate(ideas=Count("idees", distinct=True), notes=Count("observations", distinct=True))
    return render(request, "idees/workshops/desk.html", {"ateliers": ateliers[:200]})


@for_facilitators
def new(request: HttpRequest) -> HttpResponse:
    """A new workshop; then its cards."""
    data = request.POST if request.method == "POST" else None
    form = AtelierForm(
        data, instance=Atelier(created_by=request.user), initial=AtelierForm.start(request.GET.get("campagne", ""))
    )
    if form.is_valid():
        return redirect("idees:workshops:entry", slug=form.save().slug)
    return render(request, "idees/workshops/new.html", {"form": form}, status=UNPROCESSABLE if data else 200)


@for_facilitators
def entry(request: HttpRequest, slug: str) -> HttpResponse:
    """Twenty rows: what is right is stored, what is not stays as it was typed, with what is wrong beside it."""
    atelier = get_object_or_404(Atelier.objects.select_related("campagne"), slug=slug)
    stickers = palette()
    if request.method != "POST":
        return _shown(request, atelier, blank_rows(stickers), stickers)
    if "coller" in request.POST:
        rows = pasted_rows(request.POST.get("table", "")[:200_000], stickers)
        typed = sent_rows(request.POST, stickers)
        if typed:  # nothing typed is lost: a table is pasted into an empty page
            return _shown(request, atelier, typed, stickers, table=request.POST.get("table", ""), status=UNPROCESSABLE)
        status = 200 if rows else UNPROCESSABLE
        return _shown(request, atelier, rows or blank_rows(stickers), stickers, pasted=len(rows), status=status)
    rows = sent_rows(request.POST, stickers)
    wrong = [row for row in rows if not row.is_valid()]
    laid = [lay(row, atelier, person=request.user) for row in rows if row not in wrong]
    if laid:
        said = ngettext("%(n)d carte est enregistrée.", "%(n)d cartes sont enregistrées.", len(laid)) % {"n": len(laid)}
        messages.success(request, said, "good")
    if rows and not wrong:
        return redirect("idees:workshops:entry", slug=atelier.slug)
    return _shown(request, atelier, wrong or blank_rows(stickers), stickers, status=UNPROCESSABLE)


def _shown(
    request: HttpRequest, atelier: Atelier, rows: list[CardForm], stickers: dict, *, status: int = 200, **said: object
) -> HttpResponse:
    """The page of entry: those rows, and empty ones up to the number of a page."""
    used = {int(row.prefix) for row in rows}
    free = blank_rows(stickers, max(0, ROWS - len(rows)), max(used, default=0) + 1)
    shown = told(atelier)
    context = shown | {
        "rows": [*rows, *free],
        "notes": (shown["facts"], shown["heard"]),
        "wrong": sum(bool(row.is_bound and row.errors) for row in rows),
        "stickers": sorted({sticker.name for sticker in stickers.values()}),
    }
    return render(request, "idees/workshops/entry.html", context | said, status=status)


@require_safe
@for_facilitators
def cards(request: HttpRequest, slug: str) -> HttpResponse:
    """Its cards on paper again, eight to a sheet."""
    atelier = get_object_or_404(Atelier, slug=slug)
    return pdf_of("idees/workshops/cards.html", told(atelier), f"cartes-{atelier.slug}.pdf")


@require_POST
@for_facilitators
def bin_it(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take one observation off the page: typed by mistake, or naming somebody."""
    note = get_object_or_404(Observation.objects.select_related("atelier"), uuid=uuid)
    Observation.objects.filter(pk=note.pk, binned_at=None).update(binned_at=timezone.now())
    messages.success(request, _("La carte est retirée."), "good")
    return redirect("idees:workshops:entry", slug=note.atelier.slug)
