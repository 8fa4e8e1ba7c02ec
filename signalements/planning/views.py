"""`/bureau/etudes/`: streets where something lasts or comes back, and what becomes of them."""

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy, ngettext

from carto.fiches.views import UNPROCESSABLE
from signalements.models import Etude
from signalements.planning.actions import conclude
from signalements.planning.forms import OutcomeForm
from signalements.planning.querysets import rows_of, with_counts
from signalements.planning.rights import for_planners

A_PAGE, ROWS_A_PAGE = 30, 100
CONFLICT = 409
State = Etude.State
SORTS = (
    ("a-regarder", gettext_lazy("À regarder"), (State.WAITING,)),
    ("en-cours", gettext_lazy("En cours"), (State.UNDER_WAY,)),
    ("conclues", gettext_lazy("Conclues"), (State.PLANNED, State.OPPORTUNITY, State.REFUSED)),
)


@for_planners
def studies(request: HttpRequest) -> HttpResponse:
    """The streets, the fullest first; `?sorte=` chooses by state."""
    chosen = next((sort for sort in SORTS if sort[0] == request.GET.get("sorte")), SORTS[0])
    states = list(request.studies.values_list("state", flat=True))
    counts = [(code, label, sum(state in some for state in states)) for code, label, some in SORTS]
    shown = with_counts(request.studies.filter(state__in=chosen[2]))
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "sorts": counts, "chosen": chosen[0], "query": f"sorte={chosen[0]}"}
    return render(request, "signalements/planning/studies.html", context)


@for_planners
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """One street: its reports, what shows that it comes back, and the form of its outcome."""
    etude = get_object_or_404(with_counts(request.studies), pk=pk)
    form = OutcomeForm(request.POST if request.method == "POST" else None, etude=etude)
    status = 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                told = conclude(etude, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
                status = CONFLICT
            else:
                said = ngettext(
                    "C’est dit sur %(n)d signalement.", "C’est dit sur chacun des %(n)d signalements.", told
                )
                messages.success(request, said % {"n": told}, extra_tags="good")
                return redirect("signalements:planning:study", pk)
    page = Paginator(rows_of(etude), ROWS_A_PAGE).get_page(request.GET.get("page"))
    kind = ContentType.objects.get_for_model(Etude)
    steps = LogEntry.objects.filter(content_type=kind, object_id=str(etude.pk)).select_related("user")
    earlier = request.studies.filter(rue=etude.rue, place=etude.place).exclude(pk=etude.pk).order_by("-opened_at")[:5]
    context = {"etude": etude, "form": form, "page": page, "steps": list(steps), "earlier": list(earlier)}
    return render(request, "signalements/planning/study.html", context, status=status)
