"""Which notices are said at a moment, and to whom: `carto.carte` asks for those of the whole site by a setting."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from signalements.before import is_said
from signalements.models import Annonce


def said_everywhere() -> list[Annonce]:
    """Those of no service and no category, at this moment: they are for everybody, whatever they came for."""
    now = timezone.now()
    local = timezone.localtime(now)
    found = Annonce.objects.around(now).filter(service=None, categorie=None).order_by("pk")
    return [annonce for annonce in found if is_said(annonce, local)]


def standing(annonce: Annonce, now: datetime) -> str:
    """Whether it is said now, in a word: « dite en ce moment », « à venir », « finie », « dite à ses heures »."""
    if annonce.ends_at and annonce.ends_at <= now:
        return _("finie")
    if annonce.starts_at and annonce.starts_at > now:
        return _("à venir")
    return _("dite en ce moment") if is_said(annonce, timezone.localtime(now)) else _("dite à ses heures")
