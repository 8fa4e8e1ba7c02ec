"""Somebody offers to be drawn; a jury is called, and its members answer or decline. No name leaves this room."""

import secrets
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.models import Acte, ActeKind, Commentaire, Jure, Jury, Outcome, Rule, Soutien, Volontaire, What
from carto.fiches.moderation.jury import tasks
from carto.fiches.moderation.jury.closing import close_if_over
from carto.fiches.moderation.jury.draw import LASTS, SEATS, draw

JUDGED = {ActeKind.BINNED, ActeKind.EDITED}
# Shown to five more people, they would do their harm five times more.
NEVER_SHOWN = {Rule.PERSONAL, Rule.UNLAWFUL}


def volunteer(person: User, *, willing: bool) -> None:
    """Somebody accepts to be drawn, or no longer does; whoever is called already stays free to decline."""
    until = None if willing else timezone.now()
    if willing or Volontaire.objects.filter(person=person).exists():
        Volontaire.objects.update_or_create(person=person, defaults={"until": until})


def why_none(acte: Acte) -> str:
    """Why no jury can be called about this act, in French; empty when one can."""
    if hasattr(acte, "jury"):
        return _("Un jury a déjà été convié : il ne l’est qu’une fois.")
    if acte.what not in JUDGED:
        return _("Un jury lit des mots. Une photo est regardée de nouveau par la modération.")
    if acte.rule in NEVER_SHOWN:
        return _("Pas de jury pour une donnée personnelle ni un contenu interdit : les montrer ferait encore du mal.")
    if acte.undone_at:
        return _("Cette décision ne tient plus : il n’y a rien à juger.")
    if acte.outcome != Outcome.UPHELD:
        return _("Un jury est convié quand l’auteur a répondu et que la décision a été maintenue.")
    return ""


def call(acte: Acte, *, by: User | None, role: str) -> Jury:
    """Draw a jury among the volunteers and tell its members.

    Raises ValidationError (French) when there can be none (`why_none`), or when too few have offered.
    """
    with transaction.atomic():
        locked = Acte.objects.select_for_update(of=("self",)).select_related("fiche", "commentaire").get(pk=acte.pk)
        if reason := why_none(locked):
            raise ValidationError(reason, code="none")
        people = _drawable(locked, by)
        if len(people) < SEATS:
            raise ValidationError(_too_few(len(people)), code="few")
        now = timezone.now()
        jury = Jury.objects.create(
            acte=locked, seed=secrets.token_hex(32), among=len(people), drawn_at=now, closes_at=now + LASTS,
            called_by=by,
        )  # fmt: skip
        _seat(jury, people, now)
        told = ngettext(
            "Un jury de cinq habitants est tiré au sort parmi %(n)d volontaire. Il a sept jours.",
            "Un jury de cinq habitants est tiré au sort parmi %(n)d volontaires. Il a sept jours.",
            jury.among,
        ) % {"n": jury.among}
        record(locked.fiche, What.JURY, role=role, person=by, public_text=told)
        tasks.close.configure(schedule_at=jury.closes_at).defer(jury_id=jury.pk)
    return jury


def _too_few(count: int) -> str:
    """What to say instead of drawing."""
    told = ngettext(
        "Il faut cinq volontaires qui ne soient pas concernés, il y en a %(n)d.",
        "Il faut cinq volontaires qui ne soient pas concernés, il y en a %(n)d.",
        count,
    ) % {"n": count}
    return f"{told} {_('Le second regard de la modération reste la réponse, pour le moment.')}"


def _drawable(acte: Acte, by: User | None) -> list[User]:
    """The volunteers whom nothing ties to the case: not the city's people, nor anybody who decided or spoke there."""
    spoke = Commentaire.objects.filter(fiche=acte.fiche).exclude(author=None).values("author")
    backed = Soutien.objects.filter(fiche=acte.fiche).exclude(person=None).values("person")
    tied = {acte.by_id, acte.settled_by_id, acte.fiche.author_id, by.pk if by else None} - {None}
    people = User.objects.filter(pk__in=Volontaire.objects.available(timezone.now()).values("person"))
    unbiased = people.exclude(Q(pk__in=tied) | Q(pk__in=spoke) | Q(pk__in=backed))
    return list(unbiased.filter(is_active=True, is_staff=False, is_superuser=False, roles=None).order_by("pk"))


def _seat(jury: Jury, people: list[User], now: datetime) -> None:
    """Give each a mark, draw, and tell the first ones."""
    by_mark = {secrets.token_hex(8): person for person in people}
    drawn = [
        Jure(jury=jury, person=by_mark[mark], mark=mark, rank=rank)
        for rank, mark in enumerate(draw(jury.seed, by_mark), start=1)
    ]
    for jure in Jure.objects.bulk_create(drawn)[:SEATS]:
        _call_in(jure, now)


def _call_in(jure: Jure, now: datetime) -> None:
    jure.called_at = now
    jure.save(update_fields=["called_at"])
    tasks.write_to_juror.defer(jure_id=jure.pk)


def answer(jure: Jure, *, outcome: str, reason: str) -> None:
    """One juror says what they think, once. Raises ValidationError (French) when it is too late for that."""
    with transaction.atomic():
        jury, seat = _open(jure)
        now = timezone.now()
        Jure.objects.filter(pk=seat.pk).update(outcome=outcome, reason=reason, answered_at=now)
        close_if_over(jury, now)


def decline(jure: Jure) -> None:
    """One juror would rather not; the next of the draw is called. Raises ValidationError as `answer`."""
    with transaction.atomic():
        jury, seat = _open(jure)
        now = timezone.now()
        Jure.objects.filter(pk=seat.pk).update(declined_at=now)
        following = jury.jures.filter(called_at=None).first()
        if following is not None:
            _call_in(following, now)
        close_if_over(jury, now)


def _open(jure: Jure) -> tuple[Jury, Jure]:
    """The jury, held until the transaction ends, and the juror as they stand; ValidationError when it is over."""
    jury = Jury.objects.select_for_update(of=("self",)).select_related("acte__fiche").get(pk=jure.jury_id)
    seat = Jure.objects.get(pk=jure.pk)
    if seat.answered_at or seat.declined_at:
        raise ValidationError(_("Vous avez déjà répondu."), code="late")
    if jury.settled_at or timezone.now() >= jury.closes_at:
        raise ValidationError(_("Ce jury s’est déjà prononcé."), code="late")
    return jury, seat
