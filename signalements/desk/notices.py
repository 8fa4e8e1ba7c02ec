"""Which notices are said at a moment, and to whom: `carto.carte` asks for those of the whole site by a setting."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from signalements.before import is_said
from signalements.models import Annonce


def said_everywhere() -> list[Annonce]:
    """The dated ones of no service and no category: they are for everybody, whatever they came for.

    Those of certain hours (« nos bureaux sont fermés ») are for who sends something, and are said there.
    """
    dated = Annonce.objects.around(timezone.now()).filter(from_hour=None, closed_days=False)
    return list(dated.filter(service=None, categorie=None).order_by("pk"))


def standing(annonce: Annonce, now: datetime) -> str:
    """Whether it is said now, in a word: « dite en ce moment », « à venir », « finie », « dite à ses heures »."""
    if annonce.ends_at and annonce.ends_at <= now:
        return _("finie")
    if annonce.starts_at and annonce.starts_at > now:
        return _("à venir")
    return _("dite en ce moment") if is_said(annonce, timezone.localtime(now)) else _("dite à ses heures")
