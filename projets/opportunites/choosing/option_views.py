"""The options of a draft, the paper ballots, the codes: what whoever carries a consultation types and prints."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from projets.opportunites.choosing import proposing
from projets.opportunites.choosing.balloting import how_to_write, read_papers
from projets.opportunites.choosing.casting import PAPER, enter_paper, take_back
from projets.opportunites.choosing.desk_views import CONFLICT, UNPROCESSABLE, for_carriers
from projets.opportunites.choosing.forms import CodesForm, OptionForm, PaperForm
from projets.opportunites.choosing.masses import area_names
from projets.opportunites.choosing.roll import make_codes
from projets.opportunites.models import Candidat, Consultation, Liasse, Moment, Opportunite, Option
from projets.votes.polls.poll import Proof


@for_carriers
def option(request: HttpRequest, consultation: Consultation, pk: int | None = None) -> HttpResponse:
    """One option, new or known, while it is a draft."""
    kept = get_object_or_404(Option, pk=pk, consultation=consultation) if pk else Option(consultation=consultation)
    form = OptionForm(request.POST if request.method == "POST" else None, instance=kept)
    if form.is_bound and form.is_valid():
        return _stored(request, consultation, form.instance)
    context = {"consultation": consultation, "form": form, "option": kept if pk else None}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "opportunites/choosing/desk/option.html", context, status=status)


def _stored(request: HttpRequest, consultation: Consultation, added: Option) -> HttpResponse:
    try:
        proposing.store(consultation, added)
    except ValidationError as error:
        messages.error(request, error.messages[0], "bad")
    else:
        messages.success(request, _("C’est au bulletin."), "good")
    return redirect("opportunites:consultation_edit", slug=consultation.slug)


@require_POST
@for_carriers
def add(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """Put a topic (`sujet`) or a candidate (`candidate`) of the quartier on the ballot of a choosing session."""
    offered = proposing.addable(consultation)
    if "sujet" in request.POST:
        topic = get_object_or_404(Opportunite, pk=_number(request, "sujet"), pk__in=[t.pk for t in offered["topics"]])
        return _stored(request, consultation, proposing.of_topic(topic))
    known = [candidate.pk for candidate in offered.get("candidates", ())]
    candidate = get_object_or_404(Candidat, pk=_number(request, "candidate"), pk__in=known)
    return _stored(request, consultation, proposing.of_candidate(candidate))


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


@require_POST
@for_carriers
def remove(request: HttpRequest, consultation: Consultation, pk: int) -> HttpResponse:
    """Take an option off the ballot of a draft."""
    found = get_object_or_404(Option, pk=pk, consultation=consultation)
    if consultation.opened_at is not None:
        messages.error(request, _("C’est ouvert : le bulletin ne change plus."), "bad")
    else:
        found.delete()
        messages.success(request, _("C’est enlevé."), "good")
    return redirect("opportunites:consultation_edit", slug=consultation.slug)


@for_carriers
def paper(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """A bundle of paper ballots of one area, typed one a line."""
    form, status = PaperForm(consultation, request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        told = form.cleaned_data
        by = {"person": request.user, "role": request.carrying_role}
        try:
            papers = read_papers(consultation, told["area"], told["lines"], told.get("reasons", ""))
            liasse = enter_paper(consultation, told["number"], told["place"], papers, **by)
        except ValidationError as error:
            form.add_error("number" if error.code == "entered" else "lines", error)
            status = CONFLICT if error.code in ("entered", "closed") else UNPROCESSABLE
        else:
            messages.success(request, _("%(n)d bulletins sont joints.") % {"n": liasse.voices}, "good")
            return redirect("opportunites:consultation_paper", slug=consultation.slug)
    elif form.is_bound:
        status = UNPROCESSABLE
    names = area_names(consultation)
    bundles = [(liasse, names.get(liasse.area, liasse.area)) for liasse in consultation.liasses.all()]
    context = {
        "consultation": consultation, "form": form, "liasses": bundles, "options": consultation.options.all(),
        "how": how_to_write(consultation), "open": consultation.moment in PAPER,
    }  # fmt: skip
    return render(request, "opportunites/choosing/desk/paper.html", context, status=status)


@require_POST
@for_carriers
def remove_paper(request: HttpRequest, consultation: Consultation, pk: int) -> HttpResponse:
    """Take back a bundle entered wrongly, before the count."""
    liasse = get_object_or_404(Liasse.objects.select_related("consultation"), pk=pk, consultation=consultation)
    try:
        take_back(liasse)
    except ValidationError as error:
        messages.error(request, error.messages[0], "bad")
    else:
        messages.success(request, _("La liasse est retirée : saisissez-la de nouveau."), "good")
    return redirect("opportunites:consultation_paper", slug=consultation.slug)


@require_POST
@for_carriers
def codes(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """New codes as a file, one a line, to print and post or hand over: they are shown this once."""
    form = CodesForm(consultation, request.POST)
    if consultation.moment not in (Moment.COMING, Moment.EARLY, Moment.OPEN) or not form.is_valid():
        messages.error(request, _("Dites pour qui et combien ; et seulement avant la fin."), "bad")
        return redirect("opportunites:consultation_edit", slug=consultation.slug)
    told = form.cleaned_data
    made = make_codes(consultation, Proof(told["proof"]), told["area"], told["many"])
    name = f"codes-{consultation.slug}-{told['proof']}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    text = "code\n" + "".join(f"{code}\n" for code in made)
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
