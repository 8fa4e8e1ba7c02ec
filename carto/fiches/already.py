"""« Ceci existe déjà ? » before sending, whatever is added: what is there is shown once, whoever sends decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse, QueryDict

from carto.fiches.forms import FicheForm
from carto.fiches.models import Fiche
from carto.geometry import read_point
from carto.text import tidy

CONFLICT: Final = 409
WORDS: Final = 4000


@dataclass(frozen=True)
class Spot:
    """Where somebody is about to put something (SRID 4326), how sure of it (metres, if known), and in which words."""

    point: Point
    precision: int | None
    text: str


def read_spot(asked: QueryDict) -> Spot:
    """`lon`, `lat`, `precision`, `titre`, `texte`; raises ValidationError (French) for a place that cannot be."""
    point = read_point(asked.get("lon", ""), asked.get("lat", ""))
    precision = asked.get("precision", "")
    known = int(precision) if precision.isdecimal() and len(precision) < 10 else None
    said = " ".join(asked.get(name, "")[:WORDS] for name in ("titre", "texte"))
    return Spot(point, known, tidy(said.replace("\x00", "")))


class AskFirst:
    """For a page that adds a fiche: shows what is there already (409), unless it was seen or answered.

    The kind says what is alike (`alike`); `answers` are the fields that say what the person makes of it.
    """

    request: HttpRequest
    answers: ClassVar[tuple[str, ...]] = ()

    def alike(self, form: FicheForm) -> Sequence[Any]:
        """What is there already and may be the same as what the form says; each has its `uuid`."""
        raise TypeError(f"{type(self).__name__} does not say what is alike")

    def form_valid(self, form: FicheForm) -> HttpResponse:
        """Ask once; then send."""
        if found := self._unseen(form):
            self.keep(form)
            return self.render_to_response(self.get_context_data(form=form, already=found), status=CONFLICT)
        return super().form_valid(form)

    def _unseen(self, form: FicheForm) -> Sequence[Any]:
        """What is there already and has not been shown; empty when it was answered, or sent before."""
        sent: Any = self.request.POST
        if sent.get("deja") == "non" or any(sent.get(name) for name in self.answers):
            return []
        found = self.alike(form)
        if {str(each.uuid) for each in found} <= set(sent.getlist("vu")):
            return []
        return [] if Fiche.objects.filter(uuid=form.cleaned_data["uuid"]).exists() else found
