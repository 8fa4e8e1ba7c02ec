"""Figures told by people: what is told now, what was told before, and whose word it is to give."""

import re
from dataclasses import dataclass
from typing import Final

from django.http import Http404
from django.utils.functional import cached_property

from projets.equipements.figures.forms import TellForm
from projets.equipements.models import Equipement, LigneBudget, Marche, Organisme, Recit, Subvention
from projets.equipements.rights import Publishing

BUDGET: Final = re.compile(r"budget:(?P<whose>[\w-]+):annee=(?P<year>\d{4}):.+")
ROW: Final = re.compile(r"(?P<what>marche|subvention):(?P<pk>\d{1,18})")
MIRRORS: Final = {"marche": Marche, "subvention": Subvention}


@dataclass(frozen=True)
class Subject:
    """What is told: a drawing by its code, or a facility."""

    chart: str = ""
    equipement: Equipement | None = None
    row: Marche | Subvention | None = None
    untold: bool = False  # known to have no words yet: nothing is asked

    @cached_property
    def versions(self) -> list[Recit]:
        """Every version, the last first."""
        if self.untold:
            return []
        return list(Recit.objects.filter(chart=self.chart, equipement=self.equipement).select_related("by"))

    @property
    def latest(self) -> Recit | None:
        """What is shown."""
        return self.versions[0] if self.versions else None

    @property
    def form(self) -> TellForm:
        """To tell it, or tell it better."""
        told = {"text": self.latest.text, "version": self.latest.version} if self.latest else {"version": 0}
        about = {"chart": self.chart, "equipement": self.equipement.uuid if self.equipement else None}
        return TellForm(initial=told | about)

    def owner(self) -> Organisme | None:
        """Whose figures they are; none is the city's own."""
        if self.equipement:
            return self.equipement.publisher
        if self.row:
            return self.row.ligne.source.organisme
        whose = BUDGET.fullmatch(self.chart)["whose"]
        return Organisme.objects.filter(siren=whose[:9]).first() if whose[:9].isdigit() else None

    def may_tell(self, publishing: Publishing) -> bool:
        """Whether they speak for whoever published it."""
        return bool(publishing) and publishing.may_change(self.owner())


def subject_of(chart: str, equipement: object) -> Subject:
    """What a form names; 404 when there is no such drawing nor facility."""
    if equipement:
        found = Equipement.objects.public().filter(uuid=equipement).select_related("publisher").first()
        if found and not chart:
            return Subject(equipement=found)
    elif row := ROW.fullmatch(chart):
        rows = MIRRORS[row["what"]].objects.select_related("ligne__source__organisme")
        if found := rows.filter(pk=row["pk"]).first():
            return Subject(chart, row=found)
    elif (budget := BUDGET.fullmatch(chart)) and LigneBudget.objects.filter(year=budget["year"]).exists():
        return Subject(chart)
    raise Http404
