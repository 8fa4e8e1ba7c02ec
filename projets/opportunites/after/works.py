"""Tying what was built to the topic that it delivers, and undoing it: both stay in its history, with who and why."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.actions import record
from carto.fiches.models import Lien, LienKind, What
from projets.equipements.models import Equipement
from projets.opportunites.models import Opportunite
from projets.opportunites.referents.rights import Hand

NEAR = 300  # metres
OFFERED = 8


def tied(topic: Opportunite) -> list[Lien]:
    """The facilities that deliver it today, the first tied first."""
    links = Lien.objects.filter(target_id=topic.pk, kind=LienKind.DELIVERS, undone_at=None, source__kind="equipement")
    return list(links.select_related("source").defer("source__geom", "source__geom_web").order_by("at", "pk"))


def offered(topic: Opportunite) -> list[Equipement]:
    """Public facilities around it, the nearest first, that are not tied yet."""
    known = [lien.source_id for lien in tied(topic)]
    near = Equipement.objects.public().exclude(pk__in=known).near(topic.geom.point_on_surface, NEAR)
    return list(near.defer("geom_web")[:OFFERED])


def tie(topic: Opportunite, number: str, hand: Hand) -> Lien:
    """Say that a facility, by its number, delivers the topic; ValidationError (French) for a number that shows none."""
    works = Equipement.objects.public().filter(number=number).first()
    if works is None:
        raise ValidationError(_("Aucun équipement public ne porte ce numéro, comme E-2026-000123."), code="number")
    with transaction.atomic():
        Opportunite.objects.select_for_update(of=("self",)).get(pk=topic.pk)
        told = {"source_id": works.pk, "target_id": topic.pk, "kind": LienKind.DELIVERS, "undone_at": None}
        if known := Lien.objects.filter(**told).first():
            return known
        lien = Lien.objects.create(**told, by=hand.person, role=hand.role)
        said = _("Réalisé par « %(title)s » (%(number)s).") % {"title": works.title, "number": works.number}
        record(topic, What.DELIVERED, role=hand.role, person=hand.person, public_text=said)
    return lien


def untie(topic: Opportunite, key: int, hand: Hand, reason: str) -> None:
    """Undo a link: it stays, struck, with the reason. ValidationError (French) without one, or when it is undone."""
    if not reason.strip():
        raise ValidationError(_("Dites pourquoi ce lien est défait."), code="text")
    with transaction.atomic():
        own = Lien.objects.filter(pk=key, target_id=topic.pk, kind=LienKind.DELIVERS, undone_at=None)
        if not own.update(undone_at=timezone.now(), reason=reason.strip()[:300]):
            raise ValidationError(_("Ce lien n’est plus là."), code="gone")
        said = _("Un lien avec un équipement est défait : %(reason)s") % {"reason": reason.strip()[:300]}
        record(topic, What.CORRECTED, role=hand.role, person=hand.person, public_text=said)
