"""Équipements on the map: how they are called, drawn and told."""

from typing import Final

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.fiches.layers import Fact, Layer
from carto.fiches.models import Kind
from projets.equipements.costs import said, told_kind
from projets.equipements.models import STATUS_LABELS, Equipement
from projets.equipements.money import ARGENT, published_codes
from projets.equipements.querysets import HOLDING


def facts(equipement: Equipement) -> list[Fact]:
    """What a card says of it; each cost keeps its kind, none is added to another."""
    return identity(equipement) + _costs(equipement)


def identity(equipement: Equipement) -> list[Fact]:
    """What it is, in which state, who runs it, since when, and at which address."""
    told = [
        Fact(_("Nature"), equipement.get_nature_display()),
        Fact(_("État"), equipement.get_status_display()),
    ]
    if equipement.operator:
        told.append(Fact(_("Gestionnaire"), equipement.operator))
    if equipement.opened:
        told.append(Fact(_("Mise en service"), str(equipement.opened)))
    if equipement.address:
        told.append(Fact(_("Adresse"), equipement.address))
    return told


def _costs(equipement: Equipement) -> list[Fact]:
    """One fact per published cost; a facility without any says so."""
    couts = [cout for cout in equipement.couts.all() if cout.amount is not None and cout.state in HOLDING]
    if not couts:
        return [Fact(_("Coût"), _("coût non publié"))]
    return [Fact(_("Coût : %(kind)s") % {"kind": told_kind(cout.kind, cout.purpose)}, said(cout)) for cout in couts]


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
        "gestionnaire": F("operator"),
        "mise_en_service": F("opened"),
        "adresse": F("address"),
        "site_web": F("website"),
    },
    states={status.value: label for status, label in STATUS_LABELS.items()},
    prefetched=("couts",),
    mesures=ARGENT,
    measured=published_codes,
)
