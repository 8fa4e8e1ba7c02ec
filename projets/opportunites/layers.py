"""Opportunités on the map: how they are called, drawn and told."""

from typing import Final

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.fiches.dimensions import Dimension
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


def lines(text: str) -> list[str]:
    """One point per line, blank ones left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


DIMENSIONS: Final = (
    Dimension("opportunites.echelle", gettext_lazy("échelle"), "scale", kind="opportunite"),
    Dimension("opportunites.etat", gettext_lazy("état"), "status", kind="opportunite", ordered=True),
)

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
    serializer="projets.opportunites.serializers.OpportuniteSerializer",
    columns={
        "echelle": F("scale"),
        "etat": F("status"),
        "question": F("question"),
        "porte_par": F("referent"),
        "phase_debut": F("phase_starts"),
        "phase_fin": F("phase_ends"),
    },
    method=gettext_lazy(
        "Repérées par une formule publiée sur ce que montre la carte, puis ouvertes par un référent et travaillées "
        "en public."
    ),
    closed=(
        (
            gettext_lazy("Bulletins un par un, et qui a voté"),
            gettext_lazy("Secret du vote et vie privée : CRPA, art. L311-6 ; RGPD, art. 5"),
        ),
    ),
    states={status.value: label for status, label in STATUS_LABELS.items()},
    way="opportunites:lineage",
    dimensions=DIMENSIONS,
    # Threads, sheets of a table and contests have their own pages (projets.opportunites.phases).
    comments_apart=("propos", "apport", "contested"),
)
