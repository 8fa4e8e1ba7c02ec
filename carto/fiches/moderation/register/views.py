"""What everybody reads of what was decided: the register, its figures, its downloads, and the page of one act."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from carto.comptes.rules import is_moderator
from carto.fiches.layers import layer_of
from carto.fiches.models import Acte, Rule
from carto.fiches.moderation.jury.actions import why_none
from carto.fiches.moderation.jury.closing import close_over
from carto.fiches.moderation.jury.telling import told_of
from carto.fiches.moderation.register.asked import Asked, Sort
from carto.fiches.moderation.register.exports import acts_as_csv, figures_as_csv
from carto.fiches.moderation.register.figures import figures
from carto.fiches.moderation.register.pages import page_of
from carto.fiches.moderation.register.telling import role_of, words_left


@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """`/registre/`: figures of the last twelve months, then every act, the latest first."""
    close_over()
    asked = Asked.read(request.GET)
    page, lines = page_of(asked, request.GET.get("page"))
    context = {
        "asked": asked, "figures": figures(), "page": page, "query": asked.query(), "rules": Rule, "lines": lines,
        "sorts": [(None, asked.query(sorte=""))] + [(sort, asked.query(sorte=sort.value)) for sort in Sort],
    }  # fmt: skip
    return _unlisted(render(request, "fiches/moderation/register/list.html", context))


@never_cache
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """`/registre/<n>/`: one act, what may still be read of it, the answer of its author, and its jury."""
    close_over()
    acte = get_object_or_404(Acte.objects.for_bin(), pk=pk)
    jury = getattr(acte, "jury", None)
    context = {
        "acte": acte, "fiche": acte.fiche, "layer": layer_of(acte.fiche.kind), "role": role_of(acte),
        "words": words_left(acte), "told": told_of(jury) if jury else None,
        "may_call": not jury and is_moderator(request.user) and not why_none(acte),
    }  # fmt: skip
    return _unlisted(render(request, "fiches/moderation/register/act.html", context))


def acts_csv(request: HttpRequest) -> StreamingHttpResponse:
    """`/registre/actes.csv`: the acts that the page shows, all of them."""
    lines = acts_as_csv(Asked.read(request.GET))
    return _download(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), "moderation-actes")


def months_csv(request: HttpRequest) -> HttpResponse:
    """`/registre/mois.csv`: the figures of the months."""
    return _download(HttpResponse(figures_as_csv(figures()), content_type="text/csv; charset=utf-8"), "moderation-mois")


def _download(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
