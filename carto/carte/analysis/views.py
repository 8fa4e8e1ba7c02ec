"""`/analyse/`: what the contributions of a view say together, in numbers; `/analyse/mots/`: in words."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.carte.analysis import drawing, querysets
from carto.carte.analysis.asked import AnalysisPanel
from carto.carte.analysis.counting import Series, counted
from carto.carte.analysis.places import SPOKEN_NAMES, places, sources
from carto.carte.analysis.reading import MOST, read
from carto.carte.analysis.specific import FEWEST
from carto.carte.analysis.subjects import FEWEST_TEXTS, SORTS, subjects
from carto.carte.analysis.tables import TABLES, as_csv
from carto.carte.analysis.voices import ages, quietest, voices
from carto.carte.analysis.words import STOP_WORDS, countable, term_of, tokens
from carto.carte.listing import PER_PAGE, lines
from carto.fiches.models import Fiche
from carto.problems import problem
from carto.territoires.models import Rue, Territoire

TOLD_TERMS: Final = 8  # of a group, on the page


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How many, when, where, through which door, and who is missing."""
    panel = AnalysisPanel.of(request.GET)
    found, where = counted(panel.kept), places(panel.kept)
    told_ages = ages(panel.kept.territoire)
    context = _shared(panel, "numbers") | {
        "counted": found,
        "groups": [
            (_("Couche"), _drawn(found.kinds, panel, "couches")), (_("Thème"), _drawn(found.themes, panel, "themes")),
        ],
        "bars": drawing.bars([bar.count for bar in found.frame.bars]),
        "most": max((bar.count for bar in found.frame.bars), default=0),
        "places": where,
        "quiet": where.quiet[:SPOKEN_NAMES],
        "silent_iris": where.silent_iris[:SPOKEN_NAMES],
        "more_iris": max(len(where.silent_iris) - SPOKEN_NAMES, 0),
        "sources": sources(),
        "voices": voices(panel.kept),
        "ages": told_ages,
        "quiet_ages": quietest(told_ages),
    }  # fmt: skip
    return render(request, "carte/analysis/page.html", context, status=panel.status)


def _drawn(series: tuple[Series, ...], panel: AnalysisPanel, asked: str) -> list[tuple[Series, str, str]]:
    """Each with its curve and the address of its list."""
    return [(one, drawing.curve(one.bars), panel.query_of(**{asked: one.code})) for one in series]


@require_safe
def words_page(request: HttpRequest) -> HttpResponse:
    """What is specific to a theme, a quartier, a period, and what is rising."""
    panel = AnalysisPanel.of(request.GET)
    found = subjects(panel, TOLD_TERMS)
    context = _shared(panel, "words") | {
        "subjects": found,
        "sorts": [(sort, label, found.of(sort)) for sort, label in SORTS.items()],
        "stop_words": " ".join(STOP_WORDS.read_text(encoding="utf-8").split()),
        "limits": {"texts": MOST, "fewest": FEWEST, "group": FEWEST_TEXTS},
    }
    return render(request, "carte/analysis/words.html", context, status=panel.status)


@require_safe
def word_page(request: HttpRequest) -> HttpResponse:
    """`/analyse/mots/liste/?mot=banc`: the fiches of the view in which that word or pair is, as the analysis reads."""
    panel = AnalysisPanel.of(request.GET)
    term = term_of(panel.word, querysets.stems([one for one in tokens(panel.word) if countable(one)]))
    corpus = read(panel.kept)
    found = [one.pk for one in corpus.within(panel.kept) if term in one.terms] if term else []
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    fiches = Fiche.objects.public().filter(pk__in=list(shown.object_list)).for_cards()
    errors = [
        *panel.errors,
        *([] if term else [_("Cherchez un mot, ou deux qui se suivent : « banc », « piste cyclable ».")]),
    ]
    context = _shared(panel, "words") | {
        "errors": errors, "word": panel.word, "found": len(found), "corpus": corpus,
        "partial": corpus.misses(panel.kept), "page": shown,
        "lines": lines(fiches.order_by("-created_at", "-pk")), "query": panel.query_of(mot=panel.word),
    }  # fmt: skip
    return render(request, "carte/analysis/word.html", context, status=400 if errors else 200)


@require_safe
def table(request: HttpRequest, name: str) -> HttpResponse:
    """`/analyse/<table>.csv`: the rows of one table of a view."""
    panel = AnalysisPanel.of(request.GET)
    if panel.errors:
        return problem(400, _("Certains filtres ne conviennent pas."), errors=list(panel.errors))
    text = as_csv(TABLES[name](panel), excel=request.GET.get("excel") == "1")
    headers = {"Content-Disposition": f'attachment; filename="analyse-{name}.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def stop_words(_request: HttpRequest) -> HttpResponse:
    """`/analyse/mots-vides.txt`: what is no subject, as it is read."""
    return HttpResponse(STOP_WORDS.read_text(encoding="utf-8"), content_type="text/plain; charset=utf-8")


def _shared(panel: AnalysisPanel, tab: str) -> dict[str, Any]:
    return {
        "panel": panel, "errors": panel.errors, "tab": tab, "query": panel.query_of(), "where": _named(panel),
    }  # fmt: skip


def _named(panel: AnalysisPanel) -> str:
    """The territory or street of the view, as people call it."""
    code = panel.kept.territoire
    if not code:
        return ""
    known = Territoire.objects.filter(code=code, valid_to=None).values_list("name", flat=True)
    return known.first() or Rue.objects.filter(code=code).values_list("name", flat=True).first() or ""
