"""Équipements on the map: how they are called, drawn and told."""

from typing import Final

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.fiches.dimensions import Dimension
from carto.fiches.layers import Fact, Layer
from carto.fiches.models import Kind
from projets.equipements.costs import said, told_kind
from projets.equipements.models import STATUS_LABELS, Equipement, Nature
from projets.equipements.money import ARGENT, published_codes
from projets.equipements.querysets import HOLDING
from projets.equipements.workflow import Status


def facts(equipement: Equipement) -> list[Fact]:
    """What a card says of it; each cost keeps its kind, none is added to another."""
    return identity(equipement) + _costs(equipement)


def identity(equipement: Equipement) -> list[Fact]:
    """What it is, whose it is, who runs it, its capacity, in which state, since when, and at which address."""
    sort = equipement.type.name if equipement.type else equipement.get_nature_display()
    told = [
        (_("Type") if equipement.type else _("Nature"), sort),
        (_("Propriétaire"), equipement.owner.name if equipement.owner else ""),
        (_("Gestionnaire"), equipement.operator),
        (_("Capacité"), _capacity(equipement)),
        (_("État"), _state(equipement)),
        (_("Mise en service"), str(equipement.opened or "")),
        (_("Fermeture"), str(equipement.closed or "")),
        (_("Travaux"), dates_of(equipement)),
        (_("Adresse"), equipement.address),
    ]
    return [Fact(label, str(value)) for label, value in told if value]


def _state(equipement: Equipement) -> str:
    """« en service » is no word for works that are over."""
    if equipement.nature == Nature.WORKS and equipement.status == Status.OPEN:
        return _("terminés")
    return str(equipement.get_status_display())


def _capacity(equipement: Equipement) -> str:
    """« 250 places »; the number alone when nobody says of what."""
    return f"{equipement.capacity:n} {equipement.capacity_of}".strip() if equipement.capacity is not None else ""


def dates_of(equipement: Equipement) -> str:
    """« du 3 mars 2026 au 30 juin 2026 », or what is known of it; empty when nothing is."""
    begins, ends = (date_format(day) if day else "" for day in (equipement.begins_on, equipement.ends_on))
    if begins and ends:
        return _("du %(begins)s au %(ends)s") % {"begins": begins, "ends": ends}
    if begins:
        return _("à partir du %(begins)s") % {"begins": begins}
    return _("jusqu’au %(ends)s") % {"ends": ends} if ends else ""


def _costs(equipement: Equipement) -> list[Fact]:
    """One fact per published cost; a facility without any says so."""
    couts = [cout for cout in equipement.couts.all() if cout.amount is not None and cout.state in HOLDING]
    if not couts:
        return [Fact(_("Coût"), _("coût non publié"))]
    return [Fact(_("Coût : %(kind)s") % {"kind": told_kind(cout.kind, cout.purpose)}, said(cout)) for cout in couts]


DIMENSIONS: Final = (
    Dimension("equipements.nature", gettext_lazy("nature"), "nature", kind="equipement"),
    Dimension("equipements.type", gettext_lazy("type d’équipement"), "type__code", ("name",), kind="equipement"),
    Dimension("equipements.etat", gettext_lazy("état"), "status", kind="equipement", ordered=True),
)

EQUIPEMENTS: Final = Layer(
    name="equipements",
    kind=Kind.EQUIPEMENT,
    label=gettext_lazy("Équipements"),
    singular=gettext_lazy("équipement"),
    about=gettext_lazy("Ce qui existe : où c’est, qui s’en occupe, ce que cela coûte."),
    model="equipements.Equipement",
    icon="town-hall",
    colour=("#1d5f8a", "#7fbde6"),
    shape="circle",
    over=("set_aside",),  # an open facility is done, and as present as can be
    facts=facts,
    serializer="projets.equipements.serializers.EquipementSerializer",
    columns={
        "nature": F("nature"),
        "etat": F("status"),
        "type": F("type__name"),
        "proprietaire": F("owner__name"),
        "gestionnaire": F("operator"),
        "publie_par": F("publisher__name"),
        "horaires": F("hours"),
        "capacite": F("capacity"),
        "mise_en_service": F("opened"),
        "adresse": F("address"),
        "site_web": F("website"),
    },
    method=gettext_lazy(
        "Repris de fichiers publics, dont chaque ligne reste lisible, et complétés par qui en a le mandat. "
        "Les coûts ont leurs propres fichiers : deux natures ne s’additionnent jamais."
    ),
    closed=(
        (
            gettext_lazy("Lignes de fichiers que leur producteur n’a pas encore publiées, rapprochements non vérifiés"),
            gettext_lazy("Documents inachevés : CRPA, art. L311-2"),
        ),
    ),
    readings="projets.equipements.imports.listing.last_readings",
    states={status.value: label for status, label in STATUS_LABELS.items()},
    related=("type", "owner", "publisher"),
    prefetched=("couts__publisher",),
    mesures=ARGENT,
    dimensions=DIMENSIONS,
    measured=published_codes,
    works="projets.equipements.works.notices.works_among",
)
