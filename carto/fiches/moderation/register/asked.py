"""What somebody asks of the register, read from its address: `?mois=2026-11&regle=insult&sorte=retraits`."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Acte, Rule
from carto.fiches.moderation.querysets import ActeQuerySet
from carto.fiches.querysets import day_begins


class Sort(TextChoices):
    """Which acts; also the value of `?sorte=`."""

    TAKEN = "retraits", _("Retiré ou corrigé")
    CHECKED = "verifies", _("Vérifié et publié")
    ARGUED = "contestes", _("Contesté par l’auteur")


@dataclass(frozen=True)
class Asked:
    """What is kept; nothing asked keeps everything. What cannot be read is left out: the address is typed by hand."""

    sort: Sort | None = None
    rule: Rule | None = None
    month: date | None = None

    @classmethod
    def read(cls, params: QueryDict) -> "Asked":
        """From an address."""
        sort, rule = params.get("sorte", ""), params.get("regle", "")
        return cls(
            Sort(sort) if sort in Sort.values else None,
            Rule(rule) if rule in Rule.values else None,
            _month(params.get("mois", "")),
        )

    def actes(self) -> ActeQuerySet:
        """The acts on fiches, the latest first."""
        return self.kept(Acte.objects.all())

    def kept(self, acts: QuerySet[Any]) -> Any:
        """Those of any table of acts; an author answers an act on a fiche alone."""
        if self.sort == Sort.TAKEN:
            acts = acts.exclude(rule="")
        elif self.sort == Sort.CHECKED:
            acts = acts.filter(rule="")
        elif self.sort == Sort.ARGUED:
            acts = acts.filter(replied_at__isnull=False) if acts.model is Acte else acts.none()
        if self.rule:
            acts = acts.filter(rule=self.rule)
        if self.month:
            acts = acts.filter(at__gte=day_begins(self.month), at__lt=first_of_next(self.month))
        return acts

    def query(self, **changes: str) -> str:
        """The same question as an address's query string, with changes; an empty value removes a part."""
        own = {
            "sorte": self.sort.value if self.sort else "",
            "regle": self.rule.value if self.rule else "",
            "mois": f"{self.month:%Y-%m}" if self.month else "",
        }
        return urlencode({name: value for name, value in (own | changes).items() if value})


def first_of_next(month: date) -> datetime:
    """The midnight at which the next month begins."""
    days = calendar.monthrange(month.year, month.month)[1]
    return day_begins(month.replace(day=1) + timedelta(days=days))


def _month(text: str) -> date | None:
    try:
        year, month = (int(part) for part in text.split("-"))
        return date(year, month, 1) if 2000 <= year <= 2200 else None
    except ValueError:
        return None
