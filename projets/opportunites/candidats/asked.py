"""What a reader asks for: a scale, a theme, a quartier, weights, a page; all of it in the address."""

from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from carto.fiches.models import Theme
from carto.territoires.models import Level, Territoire
from projets.opportunites.candidats.weighing import Weights
from projets.opportunites.models import Candidat, Formule, Scale

FIRST: Final = Scale.QUARTIER


@dataclass(frozen=True)
class Asked:
    """Read from an address; what is wrong in it is left out, and told in `errors`."""

    scale: Scale
    theme: Theme | None
    quartier: Territoire | None
    weights: Weights
    errors: tuple[str, ...] = ()

    @classmethod
    def read(cls, params: QueryDict, formule: Formule) -> Self:
        """A wrong value becomes a French message, and the rest holds."""
        weights, errors = Weights.read(formule, params)
        scale, theme, quartier = (_told(params, name) for name in ("echelle", "theme", "quartier"))
        if scale and scale not in Scale.values:
            errors.append(_("Cette échelle n’existe pas : rue, quartier ou metropole."))
        about = Theme.objects.filter(code=theme).first() if theme else None
        if theme and about is None:
            errors.append(_("Ce thème n’existe pas."))
        where = quartiers().filter(code=quartier).first() if quartier else None
        if quartier and where is None:
            errors.append(_("Ce quartier n’existe pas."))
        return cls(Scale(scale) if scale in Scale.values else FIRST, about, where, weights, tuple(errors))

    def kept(self) -> QuerySet[Candidat]:
        """The candidates of the scale that the filters keep, in no order."""
        found = Candidat.objects.filter(scale=self.scale)
        if self.theme:
            found = found.filter(theme=self.theme)
        if self.quartier and self.scale != Scale.METROPOLE:
            found = found.filter(territoire=self.quartier)
        return found

    def query(self, **changes: str) -> str:
        """The same view as an address's query, with changes; an empty value takes a parameter away."""
        told = {"echelle": self.scale.value, "theme": self.theme.code if self.theme else ""}
        told |= {"quartier": self.quartier.code if self.quartier else ""} | self.weights.moved | changes
        return urlencode({name: value for name, value in told.items() if value})


def quartiers() -> QuerySet[Territoire]:
    """Those in force, by name, without their borders."""
    return Territoire.objects.in_force(localdate()).filter(level=Level.QUARTIER).defer("geom").order_by("name")


def _told(params: QueryDict, name: str) -> str:
    """A short word of the address, or nothing."""
    return params.get(name, "").replace("\x00", "")[:160]
