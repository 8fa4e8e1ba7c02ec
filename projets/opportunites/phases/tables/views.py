"""The pages of tables: those of a topic, one table, and the sheet in front of one."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from carto.fiches.actions import digest
from carto.fiches.models import CommentKind
from carto.fiches.trust.levels import Level, Sending
from carto.fiches.trust.weighing import weigh
from carto.problems import problem
from projets.opportunites.models import Opportunite, Siege, Tablee
from projets.opportunites.phases.acts import phase_open, takes_now
from projets.opportunites.phases.tables import actions
from projets.opportunites.phases.tables.forms import CallOffForm, SeatForm, SheetForm, TableForm
from projets.opportunites.phases.tables.reading import before, moment, sheets
from projets.opportunites.referents.act_views import public_topic
from projets.opportunites.referents.rights import holds_the_pen

UNPROCESSABLE: Final = 422
CONFLICT: Final = 409
TOO_MANY: Final = 429
COOKIE: Final = "place"


@never_cache
@require_http_methods(["GET", "POST"])
def tables(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/opportunites/<uuid>/tablees/`: those of the topic; whoever holds the pen lays one here, 404 for others."""
    topic = public_topic(uuid)
    pen = holds_the_pen(request.user, topic) if phase_open(topic) else None
    form = TableForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if pen is None:
            raise Http404
        if form.is_valid():
            try:
                tablee = actions.open_table(topic, pen, form.told())
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("La table est mise : qui suit le sujet l’apprend."), "good")
                return redirect("opportunites:tablee", topic.uuid, tablee.pk)
    found = [(each, moment(each)) for each in topic.tablees.all()[:50]]
    context = {"topic": topic, "tables": found, "form": form, "pen": pen}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "opportunites/phases/tables/index.html", context, status=status)


def _table(uuid: UUID, pk: int) -> tuple[Opportunite, Tablee]:
    """A table of a public topic, its sheets opened if it is over; Http404 otherwise."""
    topic = public_topic(uuid)
    tablee = get_object_or_404(Tablee.objects.filter(opportunite=topic.pk), pk=pk)
    tablee.opportunite = topic
    actions.settle(tablee)
    return topic, tablee


@never_cache
@require_http_methods(["GET"])
def table(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """`/opportunites/<uuid>/tablees/12/`: how it goes, a seat while there is one, the sheets once it is over."""
    topic, tablee = _table(uuid, pk)
    return _table_page(request, topic, tablee, SeatForm(person=_person(request)), 200)


def _person(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def _table_page(
    request: HttpRequest, topic: Opportunite, tablee: Tablee, form: SeatForm, status: int,
    calling: CallOffForm | None = None,
) -> HttpResponse:  # fmt: skip
    now = moment(tablee)
    if now["state"] == "before" and holds_the_pen(request.user, topic):
        calling = calling or CallOffForm(auto_id="annuler_%s")
    taken = set(tablee.sieges.values_list("rank", flat=True))
    context = {
        "topic": topic, "tablee": tablee, "form": form, "taken": len(taken), "chairs": range(tablee.seats),
        "mine": _way_back(request, tablee), "sheets": sheets(tablee) if now["state"] == "over" else [],
        "takes": CommentKind.SOLUTION in takes_now(topic, None), "calling": calling,
    }  # fmt: skip
    return render(request, "opportunites/phases/tables/table.html", context | now, status=status)


def _way_back(request: HttpRequest, tablee: Tablee) -> str:
    """Where the seat of whoever reads is, when they have one; empty otherwise."""
    person = _person(request)
    if person is not None and tablee.sieges.filter(person=person).exists():
        return reverse("opportunites:tablee_mine", args=[tablee.opportunite.uuid, tablee.pk])
    try:
        secret = request.get_signed_cookie(COOKIE, salt=str(tablee.pk))
    except (KeyError, BadSignature):
        return ""
    if not tablee.sieges.filter(digest=digest(secret)).exists():
        return ""
    return reverse("opportunites:tablee_seat", args=[tablee.opportunite.uuid, tablee.pk, secret])


@never_cache
@require_POST
def call_off(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """`…/annuler/`: whoever holds the pen calls it off before it begins, and says why; 404 for anybody else."""
    topic, tablee = _table(uuid, pk)
    if (pen := holds_the_pen(request.user, topic)) is None:
        raise Http404
    form, status = CallOffForm(request.POST, auto_id="annuler_%s"), UNPROCESSABLE
    if form.is_valid():
        try:
            actions.call_off(tablee, pen, form.cleaned_data["reason"])
        except ValidationError as error:
            messages.warning(request, error.messages[0])
            status = CONFLICT
        else:
            messages.success(request, _("C’est annulé : la page dit pourquoi."), "good")
            return redirect("opportunites:tablee", topic.uuid, tablee.pk)
    return _table_page(request, topic, tablee, SeatForm(person=_person(request)), status, form)


@never_cache
@require_POST
def sit(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """`…/asseoir/`: take a seat, by one's account or by a link that is secret; 409 when there is none left."""
    topic, tablee = _table(uuid, pk)
    person = _person(request)
    if known := _way_back(request, tablee):
        return redirect(known)
    form = SeatForm(request.POST, person=person)
    if not form.is_valid():
        return _table_page(request, topic, tablee, form, UNPROCESSABLE)
    if weigh(request, Sending.SOUTIEN).level is Level.HELD:
        return problem(TOO_MANY, _("Beaucoup de gestes arrivent de votre réseau : réessayez dans quelques minutes."))
    signs = form.cleaned_data.get("signed") == "yes"
    try:
        told = {"name": form.cleaned_data["name"], "sending": form.cleaned_data["uuid"]}
        siege, secret = actions.sit(tablee, person=person if signs else None, **told)
    except ValidationError as error:
        form.add_error(None, error)
        return _table_page(request, topic, tablee, form, CONFLICT)
    if siege.person_id is not None:
        return redirect("opportunites:tablee_mine", topic.uuid, tablee.pk)
    answer = redirect("opportunites:tablee_seat", topic.uuid, tablee.pk, secret)
    path = reverse("opportunites:tablee", args=[topic.uuid, tablee.pk])
    answer.set_signed_cookie(
        COOKIE, secret, salt=str(tablee.pk), path=path, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
def seat(request: HttpRequest, uuid: UUID, pk: int, secret: str = "") -> HttpResponse:
    """`…/place/<secret>/` and `…/ma-place/`: the sheet in front of one; 409 for words that come after their turn."""
    topic, tablee = _table(uuid, pk)
    siege = _siege(request, tablee, secret)
    if request.method == "POST":
        return _written(request, topic, siege, secret)
    return _seat_page(request, topic, siege, secret, None, 200)


def _siege(request: HttpRequest, tablee: Tablee, secret: str) -> Siege:
    own = {"digest": digest(secret)} if secret else {"person": _person(request)}
    if None in own.values():
        raise Http404
    siege = get_object_or_404(tablee.sieges, **own)
    siege.tablee = tablee
    return siege


def _written(request: HttpRequest, topic: Opportunite, siege: Siege, secret: str) -> HttpResponse:
    form = SheetForm(request.POST, ideas=siege.tablee.ideas)
    if not form.is_valid():
        late = before(siege)
        is_now = late is not None and form.cleaned_data.get("turn") == late.turn
        return _seat_page(request, topic, siege, secret, form, UNPROCESSABLE if is_now else CONFLICT, late=not is_now)
    try:
        laid = actions.write(siege, form.cleaned_data["turn"], form.sent(), weigh(request, Sending.COMMENTAIRE))
    except actions.Late:
        return _seat_page(request, topic, siege, secret, form, CONFLICT, late=True)
    if any(each.commentaire.visibility == "waiting" for each in laid):
        messages.info(request, _("C’est noté. Une personne relira d’abord une de vos idées : elle paraîtra ensuite."))
    else:
        messages.success(request, _("C’est sur la feuille. Vos mots se changent jusqu’à la fin du tour."), "good")
    return redirect(request.path)


def _seat_page(
    request: HttpRequest, topic: Opportunite, siege: Siege, secret: str, form: SheetForm | None, status: int,
    *, late: bool = False,
) -> HttpResponse:  # fmt: skip
    tablee, lain = siege.tablee, before(siege)
    context = {
        "topic": topic, "tablee": tablee, "siege": siege, "lain": lain, "late": late,
        "typed": form.typed() if form and late else [],
        "form": form if form and not late else SheetForm(ideas=tablee.ideas, lain=lain),
        "link": request.build_absolute_uri(request.path) if secret else "",
    }  # fmt: skip
    answer = render(request, "opportunites/phases/tables/seat.html", context | moment(tablee), status=status)
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "strict-origin"  # the secret goes nowhere
    return answer
