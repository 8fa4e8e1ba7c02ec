"""The vocabulary of what city and residents could do together."""

from typing import Self

from carto.fiches.querysets import FicheQuerySet
from projets.opportunites.workflow import PHASES


class OpportuniteQuerySet(FicheQuerySet):
    """Opportunités through their own table."""

    def at_scale(self, scale: str) -> Self:
        """Those of a street, a quartier or the whole métropole."""
        return self.filter(scale=scale)

    def open(self) -> Self:
        """Those in one of the four phases: one can take part today."""
        return self.filter(status__in=PHASES)
