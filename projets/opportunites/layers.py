"""Opportunités on the map: how they are called, drawn and told."""

from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.fiches.layers import Fact, Layer
from carto.fiches.models import Kind
from projets.opportunites.models import STATUS_LABELS, Opportunite


def facts(opportunite: Opportunite) -> list[Fact]:
    """What a card and a page say of it: the question, the scale, where it stands, who carries it, until when."""
    told = [
        Fact(_("Question"), opportunite.question),
        Fact(_("Échelle"), opportunite.get_scale_display()),
        Fact(_("État"), opportunite.get_status_display()),
    ]
    if opportunite.referent:
        told.append(Fact(_("Porté par"), opportunite.referent))
    if dates := phase_dates(opportunite):
        told.append(Fact(_("Cette phase"), dates))
    return told


def phase_dates(opportunite: Opportunite) -> str:
    """« du 3 mars 2026 au 30 avril 2026 », what is known of it, or nothing."""
    starts, ends = (day and date_format(day, "j F Y") for day in (opportunite.phase_starts, opportunite.phase_ends))
    if starts and ends:
        return _("du %(starts)s au %(ends)s") % {"starts": starts, "ends": ends}
    if starts:
        return _("depuis le %(starts)s") % {"starts": starts}
    return _("jusqu’au %(ends)s") % {"ends": ends} if ends else ""


def properties(opportunite: Opportunite) -> dict[str, Any]:
    """What the API and the exports add to the fiche's own fields; dates are ISO 8601."""
    starts, ends = opportunite.phase_starts, opportunite.phase_ends
    return {
        "echelle": opportunite.scale,
        "etat": opportunite.status,
        "question": opportunite.question,
        "ouvert": lines(opportunite.open_to_decision),
        "ferme": lines(opportunite.closed_to_decision),
        "porte_par": opportunite.referent,
        "phase_debut": starts and starts.isoformat(),
        "phase_fin": ends and ends.isoformat(),
    }


def lines(text: str) -> list[str]:
    """One point per line, blank ones left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


OPPORTUNITES: Final = Layer(
    name="opportunites",
    kind=Kind.OPPORTUNITE,
    label=gettext_lazy("Opportunités"),
    singular=gettext_lazy("opportunité"),
    about=gettext_lazy("Un sujet à travailler ensemble : ce qui est ouvert, ce qui ne l’est pas, et jusqu’à quand."),
    model="opportunites.Opportunite",
    icon="heart",
    colour=("#1d7448", "#74cf9f"),
    shape="hexagon",
    facts=facts,
    properties=properties,
    states={status.value: label for status, label in STATUS_LABELS.items()},
)
