"""The words of a view, group by group: what is specific to a theme, a quartier, a period, and what is rising."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from carto.carte.analysis.asked import AnalysisPanel, Window, unbegun
from carto.carte.analysis.places import tabled_on
from carto.carte.analysis.reading import Corpus, Text, counts, read
from carto.carte.analysis.specific import Term, specific
from carto.fiches.models import Theme

FEWEST_TEXTS: Final = 20  # of a group, for it to be compared
SORTS: Final = {
    "emergent": _("Ce qui monte"), "periode": _("Propre à cette période"),
    "theme": _("Propre à un thème"), "quartier": _("Propre à un quartier"),
}  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Some texts and what is specific to them; each term with the address of the list that holds it."""

    sort: str
    code: str
    label: str
    size: int
    terms: tuple[tuple[Term, str], ...]


@dataclass(frozen=True)
class Subjects:
    """All the groups of a view, and what was read for them."""

    corpus: Corpus
    read: int  # texts of the view's own period
    partial: bool  # whether it has older ones, which were not read
    groups: tuple[Group, ...]
    window: Window

    def of(self, sort: str) -> list[Group]:
        """Those of one sort of SORTS that have something to tell."""
        return [group for group in self.groups if group.sort == sort and group.terms]


def subjects(panel: AnalysisPanel, most: int) -> Subjects:
    """Read the view, and at most `most` terms of each group."""
    corpus = read(panel.kept)
    here, window = corpus.within(panel.kept), Window.of(unbegun(panel.kept))
    groups = [
        *_against_before(panel, corpus, most, "emergent", window),
        *(_against_before(panel, corpus, most, "periode", Window.of(panel.kept)) if panel.kept.depuis else ()),
        *_parts(panel, corpus, here, most, "theme", lambda text: text.theme, dict(_themes())),
        *_quartiers(panel, corpus, here, most),
    ]
    return Subjects(corpus, len(here), corpus.misses(panel.kept), tuple(groups), window)


def _themes() -> Iterable[tuple[str, str]]:
    return Theme.objects.order_by("order", "name").values_list("code", "name")


def _against_before(panel: AnalysisPanel, corpus: Corpus, most: int, sort: str, window: Window) -> list[Group]:
    """The texts of a period against all that was read from before it."""
    texts = [one for one in corpus.texts if one.day <= window.until]
    here = [one for one in texts if one.day >= window.since]
    days = {"depuis": window.since.isoformat(), "jusqua": window.until.isoformat()}
    return [_group(panel, corpus, (sort, "", ""), here, texts, most, days)]


def _quartiers(panel: AnalysisPanel, corpus: Corpus, here: Sequence[Text], most: int) -> list[Group]:
    rows = tabled_on(localdate())

    def code_of(text: Text) -> str:
        found = next((rows[pk] for pk in (text.quartier, text.commune) if pk in rows), None)
        return found.code if found else ""

    names = {one.code: one.name for one in rows.values()}
    return _parts(panel, corpus, here, most, "quartier", code_of, names)


def _parts(
    panel: AnalysisPanel, corpus: Corpus, here: Sequence[Text], most: int, sort: str,
    code_of: Callable[[Text], str], names: dict[str, str],
) -> list[Group]:  # fmt: skip
    """Each theme or quartier against the others."""
    parted: dict[str, list[Text]] = defaultdict(list)
    for text in here:
        parted[code_of(text)].append(text)
    whole = counts(here)
    asked = {"theme": "themes", "quartier": "territoire"}[sort]
    begun = _begun(panel, corpus)
    return [
        _group(panel, corpus, (sort, code, names[code]), parted[code], here, most, {asked: code, **begun}, whole)
        for code in names
        if len(parted.get(code, ())) >= FEWEST_TEXTS and len(parted[code]) < len(here)
    ]


def _begun(panel: AnalysisPanel, corpus: Corpus) -> dict[str, str]:
    """The day from which a narrower view counts the same texts."""
    days = [day for day in (panel.kept.depuis, corpus.since) if day is not None]
    return {"depuis": max(days).isoformat()} if days else {}


def _group(
    panel: AnalysisPanel, corpus: Corpus, named: tuple[str, str, str], here: Sequence[Text], texts: Sequence[Text],
    most: int, changes: dict[str, str], whole: Counter[str] | None = None,
) -> Group:  # fmt: skip
    found = specific(corpus, here, whole or counts(texts), len(texts), most) if len(here) >= FEWEST_TEXTS else []
    return Group(*named, len(here), tuple((term, panel.query_of(mot=term.face, **changes)) for term in found))
