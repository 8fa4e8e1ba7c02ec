"""What a source calls facilities: the names that are nobody's, and the place that a person says they are."""

from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from projets.equipements.imports.naming import LONGEST, Named, names_facilities, names_of, say
from projets.equipements.linking.actions import STALE, Hand
from projets.equipements.linking.finding import PAGE, places_named
from projets.equipements.models import Equipement, Source
from projets.equipements.rights import for_publishers

UNPROCESSABLE, CONFLICT = 422, 409
A_PAGE: Final = 30


@for_publishers
def names(request: HttpRequest, code: str) -> HttpResponse:
    """`<source>/lieux/`: every name and its facility; `?nom=` one of them, with the places that it may be (`?q=`)."""
    source = get_object_or_404(Source.objects.select_related("organisme"), code=code)
    if not request.publishing.owns(source) or not names_facilities(source):
        raise Http404
    if request.method == "POST":
        return _say(request, source)
    return _page(request, source, request.GET.get("nom", ""))


def _page(request: HttpRequest, source: Source, name: str, wrong: str = "", status: int = 200) -> HttpResponse:
    told = names_of(source)
    chosen = next((each for each in told if each.name == name), None)
    asked = request.GET.get("q", name).replace("\x00", "").strip()[:LONGEST]
    unknown = [each for each in told if each.equipement is None]
    context = {
        "source": source, "page": Paginator(told, A_PAGE).get_page(request.GET.get("page")), "unknown": len(unknown),
        "chosen": chosen, "seen": _seen(source, name), "q": asked, "wrong": wrong,
        "found": places_named(asked) if chosen and asked else [],
    }  # fmt: skip
    return render(request, "equipements/imports/names.html", context, status=status)


def _seen(source: Source, name: str) -> str:
    return (source.mapping.get("places") or {}).get(name, "")


def _say(request: HttpRequest, source: Source) -> HttpResponse:
    """Tie the name to a place, or forget what was said of it; 422 for no such place, 409 when somebody was faster."""
    named = next((each for each in names_of(source) if each.name == request.POST.get("nom")), None)
    if named is None:
        raise Http404
    forgetting = request.POST.get("geste") == "oublier"
    uuid = PAGE.fullmatch(request.POST.get("equipement", "").lower())
    place = Equipement.objects.public().filter(uuid=uuid.group()).first() if uuid and not forgetting else None
    if place is None and not forgetting:
        return _page(request, source, named.name, _("Ce lieu n’existe pas, ou n’est pas public."), UNPROCESSABLE)
    hand = Hand(request.user, request.publishing.acting)
    try:
        say(source, named.name, place, hand, seen=request.POST.get("vu", ""))
    except ValidationError as error:
        status = CONFLICT if error.code == STALE else UNPROCESSABLE
        return _page(request, source, named.name, error.messages[0], status)
    messages.success(request, _said(named, place), "good")
    return redirect(_next(source, named))


def _said(named: Named, place: Equipement | None) -> str:
    if place is None:
        return _("Rien n’est plus dit de « %(name)s ».") % {"name": named.name}
    return _("« %(name)s » est « %(place)s », pour ce fichier et les suivants.") % {
        "name": named.name, "place": place.title,
    }  # fmt: skip


def _next(source: Source, done: Named) -> str:
    """The next name that is nobody's, else the list."""
    root = reverse("equipements:imports:names", args=[source.code])
    left = (each.name for each in names_of(source) if each.equipement is None and each.name != done.name)
    name = next(left, None)
    return f"{root}?{urlencode({'nom': name})}" if name else root
