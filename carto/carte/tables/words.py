"""What a table is called, what it keeps, whose its figures are: words for the page, the files and the drawing."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.carte.kept import kept_in_words
from carto.carte.tables.asked import Asked
from carto.fiches.layers import layer_named


@dataclass(frozen=True)
class Example:
    """A table to begin with."""

    label: str | Promise
    query: str


EXAMPLES: Final = (
    Example(gettext_lazy("Les signalements, thème par thème et mois par mois"),
            "couches=signalements&lignes=theme&colonnes=mois"),
    Example(gettext_lazy("Combien de jours pour traiter, selon le problème"),
            "couches=signalements&lignes=signalements.categorie&mesure=delai"),
    Example(gettext_lazy("Quel jour de la semaine on signale"), "couches=signalements&lignes=jour"),
    Example(gettext_lazy("Les idées pour 1 000 habitants, par quartier"),
            "couches=idees&lignes=quartier&mesure=habitants"),
    Example(gettext_lazy("Les équipements par nature et par commune"),
            "couches=equipements&lignes=equipements.nature&colonnes=commune"),
    Example(gettext_lazy("Où en sont les opportunités, à chaque échelle"),
            "couches=opportunites&lignes=opportunites.etat&colonnes=opportunites.echelle"),
)  # fmt: skip


def title_of(asked: Asked) -> str:
    """« Signalements · Nombre de fiches par thème et par mois »."""
    words = {"what": asked.mesure.label, "rows": asked.rows.label}
    said = _("%(what)s par %(rows)s") % words
    if asked.columns:
        said = _("%(what)s par %(rows)s et par %(columns)s") % (words | {"columns": asked.columns.label})
    sets = [str(layer_named(name).label) for name in asked.filters.couches]
    return " · ".join(part for part in (", ".join(sets), said) if part)


def kept_of(asked: Asked) -> str:
    """What the filters keep; empty when they keep everything."""
    return capfirst(" · ".join(kept_in_words(asked.filters)))


def source_of() -> str:
    """Whose figures, under which licence, of which day."""
    words = {"place": settings.CARTO_PLACE, "day": date_format(timezone.localdate(), "j F Y")}
    return _("Carte commune de %(place)s, Licence Ouverte 2.0, le %(day)s") % words
