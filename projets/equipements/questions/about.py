"""What a question is about: a cost of a facility, a row of a source, or a chart."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404
from django.urls import Resolver404, resolve, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from carto.fiches.models import Fiche
from projets.equipements.costs import said, told_kind
from projets.equipements.models import Cout, Demande, Equipement, Ligne, Organisme, RattachementState

CHART: Final = re.compile(r"[a-z0-9][a-z0-9:/_.-]{0,119}")
# Charts that are no page of `/argent/` by themselves: what comes before « : » in their code, and the function (dotted
# path) that is given what comes after it, of several at once, and gives back the name and address of those it knows,
# with the place that they are about and whose word is asked, if any.
CHARTS: Final[Mapping[str, str]] = {
    "qui": "projets.equipements.directory.charts.named",
    "lieu": "projets.equipements.questions.unpublished.named",
}


@dataclass(frozen=True)
class Figure:
    """The figure asked about: its name, where it is read, and whose it is; `fiche` when it is about a place."""

    label: str
    address: str
    cout: Cout | None = None
    ligne: Ligne | None = None
    chart: str = ""
    fiche: Fiche | None = None
    owner: Organisme | None = None

    @property
    def query(self) -> str:
        """What a link carries of it: `cout=12`."""
        asked = {"cout": self.cout and self.cout.pk, "ligne": self.ligne and self.ligne.pk, "chart": self.chart}
        return urlencode({name: value for name, value in asked.items() if value}, safe="/:")

    @property
    def kept(self) -> dict[str, Cout | Ligne | str | None]:
        """The fields of a Demande that name it."""
        return {"cout": self.cout, "ligne": self.ligne, "chart": self.chart}


def read_figure(asked: Mapping[str, str]) -> Figure:
    """From `?cout=12`, `?ligne=7` or `?chart=budget/2024`; Http404 for what is not, or not public."""
    for name, read in _READERS.items():
        if told := asked.get(name, ""):
            return read(told)
    raise Http404


def figure_of(demande: Demande, charts: Mapping[str, Figure] | None = None) -> Figure:
    """What a question is about; one whose figure is gone says so. `charts`: those that are named already."""
    fiche = demande.commentaire.fiche if demande.commentaire else None
    if demande.cout:
        return of_cost(demande.cout)
    if demande.ligne:
        return of_row(demande.ligne, fiche)
    if demande.chart:
        known = charts_named([demande.chart]) if charts is None else charts
        return known.get(demande.chart) or Figure(demande.chart, "", chart=demande.chart)
    return Figure(_("un chiffre retiré depuis"), fiche.get_absolute_url() if fiche else "", fiche=fiche)


def of_cost(cout: Cout) -> Figure:
    """One cost of a facility."""
    equipement = cout.equipement
    label = f"{equipement.title} · {told_kind(cout.kind, cout.purpose)}, {said(cout)}"
    owner = cout.publisher or equipement.publisher or (cout.ligne.source.organisme if cout.ligne else None)
    return Figure(label, equipement.get_absolute_url(), cout=cout, fiche=equipement, owner=owner)


def of_row(ligne: Ligne, fiche: Fiche | None) -> Figure:
    """One row of a source; tied to a facility, it is about that place."""
    label = _("%(source)s, ligne « %(key)s »") % {"source": ligne.source.title, "key": ligne.key[:80]}
    return Figure(label, _row_page(ligne), ligne=ligne, fiche=fiche, owner=ligne.source.organisme)


def charts_named(codes: Iterable[str]) -> dict[str, Figure]:
    """The charts that are there, by code: those of a room, or pages by their address without `/argent/`."""
    codes = {code for code in codes if CHART.fullmatch(code)}
    rooms: dict[str, list[str]] = {}
    for code in codes:
        room, colon, rest = code.partition(":")
        if colon and room in CHARTS:
            rooms.setdefault(room, []).append(rest)
    found = {}
    for room, rests in rooms.items():
        for rest, told in import_string(CHARTS[room])(rests).items():
            found[f"{room}:{rest}"] = replace(Figure(*told[:2], chart=f"{room}:{rest}"), **_about(*told[2:]))
    pages = (code for code in codes if code.partition(":")[0] not in CHARTS)
    return found | {code: page for code in pages if (page := _page(code))}


def _about(fiche: Fiche | None = None, owner: Organisme | None = None) -> dict[str, Any]:
    return {"fiche": fiche, "owner": owner}


def _page(code: str) -> Figure | None:
    address = f"{reverse('equipements:money')}{code.partition(':')[0].rstrip('/')}/"
    try:
        resolve(address)
    except Resolver404:
        return None
    shown = " ".join(re.split(r"[:/_.-]+", code))
    return Figure(_("graphique « %(code)s »") % {"code": shown}, address, chart=code)


def _chart_named(code: str) -> Figure:
    if (found := charts_named([code]).get(code)) is None:
        raise Http404
    return found


def _place_of(ligne: Ligne) -> Equipement | None:
    """The public facility that the row is about, when a person or its publisher said so."""
    tied = Equipement.objects.public().filter(
        rattachements__ligne=ligne, rattachements__state=RattachementState.CONFIRMED
    )
    return tied.order_by("pk").first() or Equipement.objects.public().filter(ligne=ligne).first()


def _row_page(ligne: Ligne) -> str:
    return reverse("equipements:imports:ligne", args=[ligne.pk])


def _cost_named(told: str) -> Figure:
    costs = Cout.objects.select_related("equipement__publisher", "publisher", "ligne__source__organisme")
    cout = costs.filter(pk=_number(told), equipement__visibility="public").first()
    if cout is None:
        raise Http404
    return of_cost(cout)


def _row_named(told: str) -> Figure:
    ligne = Ligne.objects.select_related("source__organisme").filter(pk=_number(told)).first()
    if ligne is None:
        raise Http404
    return of_row(ligne, _place_of(ligne))


def _number(told: str) -> int:
    if not (told.isascii() and told.isdecimal() and len(told) < 16):
        raise Http404
    return int(told)


_READERS: Final = {"cout": _cost_named, "ligne": _row_named, "chart": _chart_named}
