"""Something is tried in place, people say what they see, then it is kept, adjusted or removed, with the reason."""

from datetime import date

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from carto.fiches.actions import record
from carto.fiches.models import Commentaire, What
from carto.text import tidy
from projets.opportunites.models import Essai, Opportunite
from projets.opportunites.referents.rights import Hand


def announce(
    topic: Opportunite, hand: Hand, *, text: str, place: str, starts: date, ends: date, spot: Point | None = None
) -> Essai:
    """Say what is tried, where, from which day to which."""
    with transaction.atomic():
        trial = Essai.objects.create(
            opportunite=topic, text=text, place=place, spot=spot, starts=starts, ends=ends, by=hand.person,
            role=hand.role,
        )  # fmt: skip
        first, last = date_format(starts, "j F Y"), date_format(ends, "j F Y")
        told = {"starts": first, "ends": last, "place": place, "text": text}
        said = _("On essaie, du %(starts)s au %(ends)s : %(place)s.\n%(text)s") % told
        record(topic, What.OPENED, role=hand.role, person=hand.person, public_text=said)
    return trial


def observe(trial: Essai, words: Commentaire) -> None:
    """What somebody saw, in their words; once for the same ones."""
    trial.observations.add(words)


def conclude(trial: Essai, hand: Hand, *, outcome: str, reason: str) -> Essai:
    """Keep, adjust or remove, once, with the reason. ValidationError (French) without one, or before it began."""
    if not (reason := tidy(reason)):
        raise ValidationError(_("Dites pourquoi : tout le monde le lira."), code="text")
    with transaction.atomic():
        held = Essai.objects.select_for_update(of=("self",)).select_related("opportunite").get(pk=trial.pk)
        if held.decided_at is not None:
            raise ValidationError(_("Cet essai est déjà conclu."), code="said")
        if held.starts > timezone.localdate():
            raise ValidationError(_("Cet essai n’a pas encore commencé."), code="early")
        held.outcome, held.reason, held.decided_at = outcome, reason, timezone.now()
        held.save(update_fields=["outcome", "reason", "decided_at"])
        told = {"place": held.place, "outcome": held.get_outcome_display(), "reason": reason}
        said = _("L’essai est fini (%(place)s) : %(outcome)s.\n%(reason)s") % told
        record(held.opportunite, What.COMPLETED, role=hand.role, person=hand.person, public_text=said)
    return held
