"""Following a fiche, and no longer following it or a place."""

from datetime import datetime, timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from carto.alertes import tasks
from carto.alertes.models import Abonnement, Channel, Rhythm, mark_of
from carto.comptes.models import User
from carto.fiches.models import Contact, Fiche

ASK_AGAIN_AFTER: Final = timedelta(minutes=10)
MOST_QUESTIONS: Final = 5  # a day, to an address that has confirmed none: nobody's mailbox is filled by a stranger
MOST_RECEIPTS: Final = 10  # a day; what is sent beyond that is told once a day


def own_address(person: User) -> str:
    """The person's address that is known to be theirs, or nothing."""
    verified = EmailAddress.objects.filter(user=person, verified=True).order_by("-primary", "pk").first()
    return verified.email.lower() if verified else ""


def follow_by_mail(
    fiche: Fiche, email: str, *, person: User | None = None, rhythm: str = Rhythm.NOW, is_reporter: bool = False
) -> Abonnement:
    """Follow a fiche by mail. A person's own address follows at once, a stranger's once its owner has confirmed it.

    Followed already, it stays as it is: who types somebody else's address changes nothing.
    """
    email = email.lower()
    own = person is not None and own_address(person) == email
    now = timezone.now()
    with transaction.atomic():
        abonnement, created = Abonnement.objects.get_or_create(
            fiche=fiche, email=email,
            defaults={
                "channel": Channel.MAIL, "person": person if own else None, "rhythm": rhythm,
                "is_reporter": is_reporter, "language": get_language() or "fr", "confirmed_at": now if own else None,
            },
        )  # fmt: skip
        keep_asking(abonnement, person if own else None, created=created)
    return abonnement


def keep_asking(abonnement: Abonnement, owner: User | None, *, created: bool) -> None:
    """What a mail one still needs: its owner's word, or the question; `owner` is whoever is known to read there."""
    now = timezone.now()
    if owner is not None and abonnement.confirmed_at is None:
        abonnement.person, abonnement.confirmed_at = owner, now
        abonnement.save(update_fields=["person", "confirmed_at"])
    if abonnement.confirmed_at is None and (created or abonnement.created_at < now - ASK_AGAIN_AFTER):
        _ask_to_confirm(abonnement, now)


def _ask_to_confirm(abonnement: Abonnement, now: datetime) -> None:
    """Have the question sent, unless that address was asked often enough today."""
    Abonnement.objects.filter(pk=abonnement.pk).update(created_at=now)
    asked = Abonnement.objects.filter(
        email=abonnement.email, confirmed_at=None, created_at__gte=now - timedelta(days=1)
    )
    if asked.count() <= MOST_QUESTIONS:
        tasks.ask_to_confirm.defer(abonnement_id=abonnement.pk)


def follow_by_push(fiche: Fiche, endpoint: str, keys: dict[str, str], *, is_reporter: bool = False) -> Abonnement:
    """Follow a fiche on one browser, without any identity; subscribed again, its keys are renewed."""
    known = {"keys": keys, "failures": 0, "language": get_language() or "fr"}
    if is_reporter:
        known["is_reporter"] = True
    new = {"channel": Channel.PUSH, "confirmed_at": timezone.now()}
    abonnement, _created = Abonnement.objects.update_or_create(
        fiche=fiche, endpoint=endpoint, defaults=known, create_defaults=known | new
    )
    return abonnement


def follow_as_reporter(fiche: Fiche) -> Abonnement | None:
    """Whoever sent the fiche follows it: by the address left with it, or by the signed author's own."""
    contact = Contact.objects.filter(fiche_id=fiche.pk).first()
    author = User.objects.filter(pk=fiche.author_id).first() if fiche.author_id else None
    email = contact.email.lower() if contact else own_address(author) if author else ""
    if not email:
        return None
    today = timezone.now() - timedelta(days=1)
    sent = Abonnement.objects.filter(email=email, is_reporter=True, created_at__gte=today).count()
    abonnement, _created = Abonnement.objects.get_or_create(
        fiche_id=fiche.pk, email=email,
        defaults={
            "channel": Channel.MAIL, "person": None if contact else author, "is_reporter": True,
            "rhythm": Rhythm.NOW if sent < MOST_RECEIPTS else Rhythm.DAILY,
            "language": get_language() or "fr", "confirmed_at": timezone.now(),
        },
    )  # fmt: skip
    return abonnement


def follow_as_asker(fiche: Fiche, person: User) -> Abonnement | None:
    """Whoever asks a question under their name hears of the answer, at the address known to be theirs."""
    email = own_address(person)
    return follow_by_mail(fiche, email, person=person) if email else None


def confirm(abonnement: Abonnement) -> None:
    """The owner of the address says that they want it."""
    if abonnement.confirmed_at is None:
        abonnement.confirmed_at = timezone.now()
        abonnement.save(update_fields=["confirmed_at"])


def stop(abonnement: Abonnement) -> None:
    """No longer follow this fiche or place; what waited for it is told by whatever else of that address hears of it."""
    with transaction.atomic():
        waiting = list(abonnement.messages.filter(sent_at=None).order_by().values_list("evenement_id", flat=True))
        others = Abonnement.objects.at_address(abonnement.email, abonnement.endpoint).exclude(pk=abonnement.pk)
        abonnement.delete()
        if waiting and others.exists():
            tasks.prepare_together.defer(evenement_ids=waiting, only=str(mark_of(abonnement.address)))


def stop_all(abonnement: Abonnement) -> int:
    """Nothing more to that mailbox or browser, whatever the fiche or place; returns how many were followed."""
    same = Abonnement.objects.at_address(abonnement.email, abonnement.endpoint)
    return same.delete()[1].get("alertes.Abonnement", 0)
