"""`/referent/`, the desk; and `/opportunites/referents/`, who answers for which quartier and theme."""

from http import HTTPStatus
from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carto.comptes.models import Role, RoleName
from carto.fiches.models import Theme
from carto.territoires.models import Level, Territoire
from projets.opportunites.after.directory import beside, skills
from projets.opportunites.models import Veille
from projets.opportunites.referents import notices
from projets.opportunites.referents.actions import settle_due
from projets.opportunites.referents.desk import desk_of, visited
from projets.opportunites.referents.rights import acting_roles, quartiers_of, under

LONGEST_CODE: Final = 20


@never_cache
@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits in the quartiers of whoever asks; `?quartier=CODE` shows one of them, an agent chooses any.

    403 for whoever holds no mandate and works in no service, 404 for a quartier of somebody else's.
    """
    roles = acting_roles(request.user)
    if not roles:
        return _refused(request)
    everywhere = any(role.name == RoleName.AGENT for role in roles)
    own = quartiers_of(roles)
    code = request.GET.get("quartier", "").replace("\x00", "")[:LONGEST_CODE]
    choices = _all_quartiers() if everywhere and not own else own
    shown = own
    if code:
        found = Territoire.objects.in_force(localdate()).filter(level=Level.QUARTIER, code=code).defer("geom").first()
        if found is None or not (everywhere or found in own):
            raise Http404
        shown = under([found.pk])
    settle_due()
    context = {"shown": shown, "choices": choices, "code": code, "mandates": _mandates(roles)}
    if shown:
        context |= desk_of(shown, visited(request.user))
    context["veille"] = Veille.objects.filter(person=request.user).first()
    return render(request, "opportunites/referents/desk.html", context)


def _all_quartiers() -> list[Territoire]:
    found = Territoire.objects.in_force(localdate()).filter(level=Level.QUARTIER)
    return list(found.defer("geom").order_by("name"))


def _mandates(roles: list[Role]) -> list[Role]:
    return [role for role in roles if role.name == RoleName.REFERENT]


def _refused(request: HttpRequest) -> HttpResponse:
    """403, in words: to whoever was référent, since when they no longer are, or from when they will be."""
    held = request.user.roles.filter(name=RoleName.REFERENT).select_related("territoire").order_by("pk")
    context = {"held": list(held), "today": localdate()}
    return render(request, "opportunites/referents/refused.html", context, status=HTTPStatus.FORBIDDEN)


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Everybody's page: each quartier with its référents, their themes, their mandate; `?theme=` keeps one theme."""
    today, theme = localdate(), request.GET.get("theme", "").replace("\x00", "")[:50]
    held = Role.objects.in_force(today).filter(name=RoleName.REFERENT, user__is_active=True)
    roles = held.select_related("user", "territoire").order_by("territoire__level", "territoire__name", "pk")
    themes = {each.code: each.name for each in Theme.objects.all()}
    by_place: dict[int, list[tuple[Role, list[str]]]] = {}
    for role in roles.defer("territoire__geom"):
        if not theme or not role.themes or theme in role.themes:
            told = [themes[code] for code in role.themes if code in themes]
            by_place.setdefault(role.territoire_id, []).append((role, told))
    quartiers = Territoire.objects.in_force(today).filter(level=Level.QUARTIER).select_related("parent")
    places = quartiers.defer("geom", "parent__geom").order_by("parent__name", "name")
    rows = [(place, by_place.get(place.pk, []), by_place.get(place.parent_id, [])) for place in places]
    near = beside((place.pk for place in places), theme)
    told = [(*row, near[row[0].pk]) for row in rows]
    context = {"rows": told, "themes": themes.items(), "theme": theme, "skills": skills(theme)}
    return render(request, "opportunites/referents/directory.html", context)


@never_cache
@login_required
@require_POST
def notice(request: HttpRequest) -> HttpResponse:
    """`/referent/avis/`: have the daily message, or no longer."""
    if not acting_roles(request.user):
        return _refused(request)
    wanted = request.POST.get("voulu") == "1"
    Veille.objects.update_or_create(person=request.user, defaults={"wanted": wanted})
    return redirect("opportunites:desk")


@never_cache
@csrf_exempt  # the token is the right to do it, and a mail program has no cookie (RFC 8058)
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, text: str) -> HttpResponse:
    """From the daily message: a button on GET, POST stops it. 404 for a link that we never made."""
    person = notices.read(text)
    if person is None:
        raise Http404
    if request.method == "POST":
        Veille.objects.filter(person=person).update(wanted=False)
    response = render(request, "opportunites/referents/stop.html", {"stopped": request.method == "POST"})
    response["X-Robots-Tag"] = "noindex"
    return response
