"""A restitution is published, changed, taken back, and put in the public bin with the rule and the reason."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import digest
from carto.fiches.models import Fiche, Rule, Visibility
from carto.fiches.trust.holding import Hold
from carto.text import tidy
from projets.idees.models import Restitution, RestitutionFiche

Chosen = Sequence[tuple[Fiche, str]]  # a fiche, and what is said of it


def publish(restitution: Restitution, chosen: Chosen, *, holds: Sequence[Hold] = ()) -> tuple[Restitution, str]:
    """Store it, once per `uuid`; returns it with the secret that changes it. With `holds` it waits for a look.

    Sent a second time it is the first one that counts, and there is no secret to show again.
    """
    with transaction.atomic():
        Fiche.objects.lock_uuid(restitution.uuid)
        if known := Restitution.objects.filter(uuid=restitution.uuid).first():
            return known, ""
        secret = secrets.token_urlsafe(32)
        restitution.digest = digest(secret)
        _wait(restitution, holds)
        restitution.save(force_insert=True)
        _keep(restitution, chosen)
    return restitution, secret


def change(restitution: Restitution, fields: dict[str, Any], chosen: Chosen, *, holds: Sequence[Hold] = ()) -> None:
    """Other words or fiches; what moderation put aside cannot be changed. Raises ValidationError (French) then."""
    with transaction.atomic():
        locked = Restitution.objects.select_for_update(of=("self",)).get(pk=restitution.pk)
        if locked.visibility not in {Visibility.PUBLIC, Visibility.WAITING}:
            raise ValidationError(_("Elle n’est plus en ligne : elle ne peut plus être changée."), code="closed")
        for name, value in fields.items():
            setattr(locked, name, value)
        _wait(locked, holds)
        locked.save()
        locked.chosen.all().delete()
        _keep(locked, chosen)


def withdraw(restitution: Restitution) -> None:
    """Its author takes it back; its page says so."""
    Restitution.objects.filter(pk=restitution.pk).update(visibility=Visibility.WITHDRAWN, updated_at=timezone.now())


def look(restitution: Restitution, *, by: User, shown: bool, rule: str = "", reason: str = "") -> None:
    """A moderator publishes what waits, or puts it in the public bin, where it stays readable with the reason.

    Raises ValidationError (French) for the bin without rule or reason.
    """
    reason = tidy(reason)
    if not shown and (rule not in Rule.values or not reason):
        raise ValidationError(_("Dites la règle et la raison : tout le monde pourra les lire."), code="reason")
    Restitution.objects.filter(pk=restitution.pk).update(
        visibility=Visibility.PUBLIC if shown else Visibility.BINNED,
        rule="" if shown else rule, reason="" if shown else reason,
        looked_at=timezone.now(), looked_at_by=by, updated_at=timezone.now(),
    )  # fmt: skip


def by_secret(secret: str) -> Restitution | None:
    """The restitution that this secret changes, or None."""
    return Restitution.objects.filter(digest=digest(secret)).first()


def _wait(restitution: Restitution, holds: Sequence[Hold]) -> None:
    if holds:
        restitution.visibility, restitution.rule = Visibility.WAITING, holds[0].rule


def _keep(restitution: Restitution, chosen: Chosen) -> None:
    RestitutionFiche.objects.bulk_create(
        RestitutionFiche(restitution=restitution, fiche=fiche, order=order, text=text)
        for order, (fiche, text) in enumerate(chosen)
    )
