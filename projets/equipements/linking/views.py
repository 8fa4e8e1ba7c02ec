"""The desk of links: the queue of suggestions, one row with its places, and the gestures of whoever decides."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carto.fiches.views import UNPROCESSABLE
from carto.territoires.models import Territoire
from projets.equipements.linking import actions
from projets.equipements.linking.finding import places_named
from projets.equipements.linking.forms import ConfirmForm, QueueForm, TieForm, WhyForm
from projets.equipements.linking.querysets import amounts_of_rows
from projets.equipements.linking.rows import MIRRORS, TIED, said, with_rows
from projets.equipements.linking.scoring import ENOUGH, LABELS, LIKELY, SURE, WEIGHTS
from projets.equipements.linking.telling import in_words, tell
from projets.equipements.models import Equipement, Ligne, Matter, Rattachement, RattachementState, Source
from projets.equipements.rights import for_publishers

PER_PAGE: Final = 12
MOST: Final = 2_000  # that a queue counts and turns the pages of: who has more of them narrows it down
CONFLICT: Final = 409
STATES: Final = RattachementState


class Queue(Paginator):
    """The likeliest of them: to count a hundred thousand at each page would cost more than it tells."""

    @cached_property
    def count(self) -> int:
        """How many, as far as MOST."""
        return min(self._found, MOST)

    @property
    def more(self) -> bool:
        """Whether there are others."""
        return self._found > MOST

    @cached_property
    def _found(self) -> int:
        return self.object_list[: MOST + 1].count()


def _links(request: HttpRequest) -> QuerySet[Rattachement]:
    """The links of the rows that this person may settle."""
    return with_rows(Rattachement.objects.filter(ligne__source__in=_sources(request)))


def _sources(request: HttpRequest) -> QuerySet[Source]:
    return Source.objects.filter(request.publishing.sources(), matter__in=TIED)


@for_publishers
def queue(request: HttpRequest) -> HttpResponse:
    """`/argent/rattachements/`: what a machine suggests, the likeliest first."""
    return _queue(request, request.GET)


def _queue(request: HttpRequest, asked: QueryDict, *, wrong: str = "", status: int = 200) -> HttpResponse:
    waiting = Q(state=STATES.SUGGESTED, ligne__withdrawn_at=None)
    mine = Rattachement.objects.filter(waiting, ligne__source__in=_sources(request))
    form = QueueForm(asked, sources=_sources(request), communes=_communes(mine))
    found = mine.filter(form.asked()).order_by("-score", "pk").values_list("pk", flat=True)
    page = Queue(found, PER_PAGE).get_page(asked.get("page"))
    # Sorted by their numbers alone: a hundred thousand of them with all that a page says of each would be slow.
    shown = with_rows(Rattachement.objects.filter(pk__in=list(page))).order_by("-score", "pk")
    keep = asked.copy()
    keep.pop("page", None)
    told = {
        "page": page, "told": tell(shown), "form": form, "why": WhyForm(), "wrong": wrong,
        "kept": keep.urlencode(), "settled": _settled(request),
    }  # fmt: skip
    return render(request, "equipements/linking/queue.html", told, status=status)


def _communes(mine: QuerySet[Rattachement]) -> list[tuple[str, str]]:
    """Code and name of those where something waits: each facility is looked at until its first."""
    places = Equipement.objects.filter(Exists(mine.filter(equipement=OuterRef("pk")))).order_by()
    there = Territoire.objects.filter(pk__in=places.exclude(commune=None).values("commune"))
    return list(there.order_by("name").values_list("code", "name"))


def _settled(request: HttpRequest) -> list[Rattachement]:
    """The last few that this person settled: undone in one gesture."""
    mine = Rattachement.objects.filter(ligne__source__in=_sources(request), settled_by=request.user)
    last = (
        mine.filter(state__in=[STATES.CONFIRMED, STATES.REFUSED]).order_by("-settled_at").values_list("pk", flat=True)
    )
    if not (found := [*last[:5]]):
        return []
    return [*with_rows(Rattachement.objects.filter(pk__in=found)).order_by("-settled_at")]


def rule(request: HttpRequest) -> HttpResponse:
    """`/argent/rattachements/regle/`: what each thing found is worth; everybody may read it."""
    table = [(LABELS[each], f"{worth:+.2f}".replace(".", ",").replace("-", "−")) for each, worth in WEIGHTS.items()]
    levels = {"enough": ENOUGH, "likely": LIKELY, "sure": SURE}
    return render(request, "equipements/linking/rule.html", {"table": table} | levels)


@for_publishers
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """`/argent/rattachements/lignes/<pk>/`: a row, its places, what is suggested, and any other place by its name."""
    return _row(request, pk)


def _row(request: HttpRequest, pk: int, *, wrong: str = "", status: int = 200) -> HttpResponse:
    mirrors = [*MIRRORS.values()]
    known = Ligne.objects.filter(source__in=_sources(request)).select_related("source__organisme", *mirrors)
    ligne = get_object_or_404(known, pk=pk)
    links = [*_links(request).filter(ligne=ligne).order_by("-score", "pk")]
    versions = ligne.versions.order_by("-until__at").values_list("until__at", flat=True)
    latest = versions.first()
    changed = {each.pk for each in links if latest and each.settled_at and latest > each.settled_at}
    told = {each: [] for each in STATES}
    for each in tell(links, changed):
        told[STATES(each.link.state)].append(each)
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    taken = {each.equipement_id for each in links if each.state in (STATES.CONFIRMED, STATES.SUGGESTED)}
    context = {
        "ligne": ligne, "row": said(ligne), "amounts": [in_words(a) for a in _amounts(ligne)],
        "confirmed": told[STATES.CONFIRMED], "suggested": told[STATES.SUGGESTED],
        "past": told[STATES.REFUSED] + told[STATES.UNDONE], "left": (actions.left_of(ligne) * 100).normalize(),
        "q": asked, "found": places_named(asked, without=taken) if asked else [], "wrong": wrong,
        "whole": ligne.source.matter == Matter.USAGE,
        "confirm": _typed(request, ConfirmForm), "tying": _typed(request, TieForm), "why": WhyForm(),
    }  # fmt: skip
    return render(request, "equipements/linking/row.html", context, status=status)


def _typed(request: HttpRequest, form: type[ConfirmForm]) -> ConfirmForm:
    """What was typed stays, when it was refused."""
    given = {name: request.POST[name] for name in ("share", "purpose", "why") if name in request.POST}
    return form(initial=given)


def _amounts(ligne: Ligne) -> list[Any]:
    return [each for each in amounts_of_rows([ligne.pk])[ligne.pk] if each.amount is not None]


@require_POST
@for_publishers
def settle(request: HttpRequest, pk: int, gesture: str) -> HttpResponse:
    """`POST /argent/rattachements/<pk>/<confirmer|ecarter|defaire>/`; 409 when somebody was faster, 422 unreadable."""
    link = get_object_or_404(_links(request), pk=pk)
    hand = actions.Hand(request.user, request.publishing.acting)
    try:
        if gesture == "confirmer":
            actions.confirm(link, hand, **_read(ConfirmForm(request.POST)))
            said_so = _("Rattaché à « %(place)s ».") % {"place": link.equipement.title}
        elif gesture == "ecarter":
            actions.refuse(link, **_read(WhyForm(request.POST)), hand=hand)
            said_so = _("Écarté : ce lieu ne sera plus proposé pour cette ligne.")
        else:
            actions.undo(link, **_read(WhyForm(request.POST)), hand=hand)
            said_so = _("Défait. L’histoire du lieu garde les deux.")
    except ValidationError as error:
        return _refused(request, link.ligne_id, error)
    messages.success(request, said_so, extra_tags="good")
    return redirect(_back(request, link.ligne_id))


@require_POST
@for_publishers
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """`POST /argent/rattachements/lignes/<pk>/rattacher/`: to a place that a person found."""
    ligne = get_object_or_404(Ligne.objects.filter(source__in=_sources(request)), pk=pk)
    hand = actions.Hand(request.user, request.publishing.acting)
    try:
        link = actions.tie(ligne, hand=hand, **_read(TieForm(request.POST)))
    except ValidationError as error:
        return _refused(request, pk, error)
    messages.success(request, _("Rattaché à « %(place)s ».") % {"place": link.equipement.title}, extra_tags="good")
    return redirect("equipements:linking:row", pk)


def _read(form: Any) -> dict[str, Any]:
    """What the form says; ValidationError with the first of what is wrong."""
    if form.is_valid():
        return form.cleaned_data
    field, errors = next(iter(form.errors.items()))
    label = form.fields[field].label if field in form.fields else ""
    raise ValidationError(f"{label} : {errors[0]}" if label else errors[0])


def _refused(request: HttpRequest, ligne: int, error: ValidationError) -> HttpResponse:
    """The page that the gesture came from, with what is wrong."""
    status = CONFLICT if getattr(error, "code", "") == actions.STALE else UNPROCESSABLE
    wrong = error.messages[0]
    if request.POST.get("d_ou") == "file":
        return _queue(request, _filters(request), wrong=wrong, status=status)
    return _row(request, ligne, wrong=wrong, status=status)


def _back(request: HttpRequest, ligne: int) -> str:
    """The queue as it was filtered, or the row."""
    if request.POST.get("d_ou") == "file":
        return f"{reverse('equipements:linking:queue')}?{_filters(request).urlencode()}"
    return reverse("equipements:linking:row", args=[ligne])


def _filters(request: HttpRequest) -> QueryDict:
    """What the queue was filtered by when the gesture was made."""
    return QueryDict(request.POST.get("retour", "").removeprefix("?"))
