"""What a page of figures is asked: which mesure, at which scale, for which fiches, in which order."""

from dataclasses import dataclass
from typing import Self

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from carto.carte.colouring import MesureChoice
from carto.carte.panel import Choice, KeepingPanel, Panel
from carto.fiches.filters import Filters
from carto.fiches.measuring import read_mesure
from carto.fiches.mesures import NOMBRE, Mesure, Niveau
from tiles.mesures.figures import Colouring
from tiles.mesures.places import ORDERS
from tiles.versions import colour


@dataclass(frozen=True)
class Asked:
    """The parameters of a page of figures, each with its default when it is absent or wrong."""

    filters: Filters
    choice: MesureChoice
    niveau: Niveau
    order: str
    errors: tuple[str, ...]

    @classmethod
    def read(cls, params: QueryDict) -> Self:
        """From an address; what is wrong becomes a message in `errors`, the rest holds."""
        panel, choice = Panel.read(params), MesureChoice.read(params)
        errors = [*panel.errors, *choice.errors]
        niveau, order = params.get("niveau", "") or Niveau.QUARTIER.value, params.get("tri", "") or ORDERS[0]
        if niveau not in Niveau.values:
            errors.append(unknown_niveau())
        if order not in ORDERS:
            errors.append(_("Ce tri n’existe pas : par valeur ou par nom."))
        return cls(
            panel.filters,
            MesureChoice(choice.mesure or NOMBRE),
            Niveau(niveau) if niveau in Niveau.values else Niveau.QUARTIER,
            order if order in ORDERS else ORDERS[0],
            tuple(errors),
        )

    @property
    def mesure(self) -> Mesure:
        """The mesure chosen, the plain number unless told."""
        return self.choice.mesure

    def colouring(self) -> Colouring:
        """The figures asked for."""
        return colour(self.mesure, self.filters)

    def panel(self) -> KeepingPanel:
        """The filter form of the page."""
        kept = {"mesure": self.mesure.code, "niveau": self.niveau.value, "tri": self.order}
        return KeepingPanel(self.filters, kept_too=tuple(kept.items()))

    def niveaux(self) -> list[Choice]:
        """The scales to choose from."""
        return [Choice(one.value, one.label, one is self.niveau) for one in Niveau]

    def query(self, **changes: str) -> str:
        """The page's own address, with changes: `?…`."""
        own = {"mesure": self.mesure.code, "niveau": self.niveau.value, "tri": self.order}
        return self.filters.query(**(own | changes))

    def map_query(self) -> str:
        """The same choice as an address of the map."""
        return self.filters.query(mesure=self.mesure.code)


def read_coloured(params: QueryDict) -> tuple[Colouring, Niveau]:
    """The mesure and scale that a program asks for, both required; raises ValidationError (French, by parameter)."""
    errors: dict[str, list[str]] = {}
    found: dict[str, Filters | Mesure | None] = {}
    for name, read in (("filters", Filters.read), ("mesure", read_mesure)):
        try:
            found[name] = read(params)
        except ValidationError as error:
            errors |= error.message_dict
    if found.get("mesure", False) is None:
        errors["mesure"] = [_("Une mesure est attendue, comme mesure=nombre.")]
    niveau = params.get("niveau", "")
    if niveau not in Niveau.values:
        errors["niveau"] = [unknown_niveau()]
    if errors:
        raise ValidationError(errors)
    return colour(found["mesure"], found["filters"]), Niveau(niveau)


def unknown_niveau() -> str:
    """What is answered to another scale."""
    return _("Ce niveau n’existe pas : commune, quartier ou rue.")
