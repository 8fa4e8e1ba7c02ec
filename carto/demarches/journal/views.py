"""`…/journal/` and `…/journal.atom` of each process: what happened, by whom (as what) and in which words."""

from itertools import groupby
from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.demarches.journal.lines import Journal, Sort, journal_of
from carto.demarches.journal.reading import Asked, roles_in

PER_PAGE: Final = 100


def _found(kind: str, key: str) -> Journal:
    found = journal_of(kind, key)
    if found is None:
        raise Http404
    return found


@require_safe
def page(request: HttpRequest, kind: str, key: object) -> HttpResponse:
    """The latest month first; names of people are nowhere, only as what they acted."""
    journal, asked = _found(kind, str(key)), Asked.read(request.GET)
    kept = asked.kept(journal.lines)
    lines = Paginator(kept, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "journal": journal,
        "kind": kind,
        "key": key,
        "asked": asked,
        "lines": lines,
        "count": len(kept),
        "months": [(month, list(there)) for month, there in groupby(lines, key=lambda each: each.month)],
        "sorts": [(each, each.value in asked.sorts) for each in Sort if any(one.sort == each for one in journal.lines)],
        "roles": roles_in(journal.lines),
    }
    return render(request, "demarches/journal.html", context)


@require_safe
def feed(request: HttpRequest, kind: str, key: object) -> HttpResponse:
    """The same lines, the latest hundred, for any feed reader."""
    journal, asked = _found(kind, str(key)), Asked.read(request.GET)
    home = request.build_absolute_uri(journal.address)
    told = Atom1Feed(
        _("Le journal : %(title)s") % {"title": journal.title}, f"{home}journal/",
        _("Qui a fait quoi, et quand : par rôle, jamais par nom."), language=get_language() or "fr",
        feed_url=request.build_absolute_uri(), feed_guid=f"{home}journal/",
    )  # fmt: skip
    for line in asked.kept(journal.lines)[:PER_PAGE]:
        said = " · ".join(filter(None, (line.what, line.by)))
        told.add_item(
            said, request.build_absolute_uri(line.address or f"{journal.address}journal/#{line.key}"), line.text,
            unique_id=f"{home}journal/#{line.key}", unique_id_is_permalink=False, pubdate=line.moment,
            updateddate=line.moment, categories=[str(line.sort.label)],
        )  # fmt: skip
    return HttpResponse(told.writeString("utf-8"), content_type=told.content_type)
