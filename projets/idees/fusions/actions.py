"""Merging ideas: proposed by anyone, done when every author agrees, undone by any of them; every history says it.

What is merged is `joined`: one pin, counted once; each keeps page, number and messages. It makes a forest of depth one
(`carto.fiches.lineage`). Voices of supporters who agree are carried to the idea that stays; the others stay on the page
where they were given.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.models import Fiche, Lien, LienKind, Soutien, SoutienKind, Visibility, What
from projets.idees.fusions import tasks
from projets.idees.fusions.querysets import lock_fusions
from projets.idees.fusions.rights import Hand, unreachable
from projets.idees.fusions.standing import AGAIN_AFTER, ASKED_FOR, Standing, about, asked, done, idees_of, standing_of
from projets.idees.fusions.voices import bring_back, carry
from projets.idees.models import Accord, Fusion, FusionSource, Idee

MOST: Final = 10  # ideas brought into one at a time
SYSTEM: Final = Hand(None, "system")


def propose(target: Idee, sources: Sequence[Idee], reason: str, *, hand: Hand) -> Fusion:
    """Ask everybody concerned; whoever proposes and signed one of the ideas has said yes for it.

    Raises ValidationError (French) when they cannot be one idea, are being asked already, or were not long ago.
    """
    with transaction.atomic():
        lock_fusions()
        _check(target, sources)
        _check_peace(target, sources)
        fusion = Fusion.objects.create(
            target=target, reason=reason[:500], by=hand.person, role=hand.role, until=timezone.now() + ASKED_FOR
        )
        FusionSource.objects.bulk_create(FusionSource(fusion=fusion, idee=source) for source in sources)
        _ask(fusion, target, sources, hand)
        said = {"numbers": _listed(sources), "number": target.number, "reason": fusion.reason}
        said["day"] = date_format(timezone.localtime(fusion.until), "j F Y")
        _tell(fusion, hand, _(
            "On propose de réunir %(numbers)s à %(number)s : « %(reason)s ». "
            "Chaque auteur est consulté, jusqu’au %(day)s ; rien ne se fait sans l’accord de tous."
        ) % said)  # fmt: skip
        tasks.write_to_supporters.defer(fusion_id=fusion.pk, moment="asked")
        _merge_when_agreed(fusion, hand)
    return fusion


def answer(fusion: Fusion, idee: Idee, *, agreed: bool, hand: Hand, reason: str = "") -> Fusion:
    """What the author of one of the ideas says; the last yes merges, the first no ends it. Returns the fusion as it is.

    The référent speaks for an author who left no way to be reached, with a `reason` that everybody reads. Raises
    ValidationError (French) when there is nothing to answer any more, or when that author can be asked.
    """
    with transaction.atomic():
        lock_fusions()
        fusion = Fusion.objects.select_related("target").get(pk=fusion.pk)
        if standing_of(fusion) is not Standing.ASKED:
            raise ValidationError(_("Il n’y a plus rien à répondre : c’est déjà décidé."), code="late")
        accord = fusion.accords.get(idee=idee, as_author=True)
        if hand.role == "referent":
            _speak_for(fusion, idee, hand, reason)
        accord.answer, accord.answered_at = agreed, timezone.now()
        accord.save(update_fields=["answer", "answered_at"])
        if agreed:
            _merge_when_agreed(fusion, hand)
        else:
            _drop(fusion, hand, _("Les idées restent séparées : un auteur préfère garder la sienne à part. Merci."))
    return fusion


def answer_as_supporter(fusion: Fusion, person: User, *, agreed: bool) -> None:
    """Whether somebody's voice goes along; as often as they like, before the merge and after.

    Raises ValidationError (French) when there is no merge to go along with any more.
    """
    with transaction.atomic():
        lock_fusions()
        fusion = Fusion.objects.get(pk=fusion.pk)
        standing = standing_of(fusion)
        if standing not in (Standing.ASKED, Standing.DONE):
            raise ValidationError(_("Il n’y a plus rien à répondre : les idées sont séparées."), code="late")
        for accord in fusion.accords.filter(person=person, as_author=False):
            if standing is Standing.DONE and accord.answer and not agreed:
                bring_back(accord, fusion.target_id)
            accord.answer, accord.answered_at = agreed, timezone.now()
            accord.save(update_fields=["answer", "answered_at"])
            if standing is Standing.DONE and agreed:
                carry(accord, fusion.target_id)


def undo(fusion: Fusion, *, hand: Hand, reason: str = "") -> None:
    """Everything as before: each idea has its pin again, each voice is where it was given.

    Raises ValidationError (French) when it is not merged.
    """
    with transaction.atomic():
        lock_fusions()
        fusion = Fusion.objects.get(pk=fusion.pk)
        if standing_of(fusion) is not Standing.DONE:
            raise ValidationError(_("Ces idées ne sont pas réunies."), code="late")
        now = timezone.now()
        target, sources = idees_of(fusion)
        for source in sources:
            merged = Lien.objects.filter(source=source, target=target, kind=LienKind.MERGED, undone_at=None)
            if merged.update(undone_at=now) and source.visibility == Visibility.JOINED:
                _show(source, Visibility.PUBLIC)
        for accord in fusion.accords.filter(as_author=False, answer=True):
            bring_back(accord, fusion.target_id)
        fusion.undone_at = now
        fusion.save(update_fields=["undone_at"])
        said = _("La réunion est défaite : chaque idée a repris sa place, avec ses soutiens.")
        _tell(fusion, hand, f"{said} {reason}".strip())
        tasks.write_to_supporters.defer(fusion_id=fusion.pk, moment="undone")


def give_back(kept: Fiche, by: User | None = None, role: str = "agent") -> None:
    """The idea that stays leaves the map: what was merged into it has its place again (`Layer.leaving`)."""
    for fusion in done(Fusion.objects.filter(target_id=kept.pk)):
        undo(fusion, hand=Hand(by, role), reason=_("Celle à qui elles étaient réunies a quitté la carte."))


def drop_silent(now: datetime) -> int:
    """End the merges that not every author has answered in time, and say so; returns how many."""
    late = Fusion.objects.filter(done_at=None, dropped_at=None, until__lte=now).order_by("pk")
    for fusion in late:
        with transaction.atomic():
            lock_fusions()
            fusion.refresh_from_db()
            if fusion.done_at is None and fusion.dropped_at is None:
                said = _(
                    "Les idées restent séparées : tous les auteurs n’ont pas répondu, et sans accord rien ne change."
                )
                _drop(fusion, SYSTEM, said)
    return len(late)


def _check(target: Idee, sources: Sequence[Idee]) -> None:
    """Raise ValidationError (French) unless these can be one idea."""
    keys = {source.pk for source in sources}
    if not sources or target.pk in keys:
        raise ValidationError(_("Choisissez au moins une autre idée."), code="none")
    if len(keys) > MOST:
        raise ValidationError(_("Dix idées au plus à la fois."), code="many")
    seen = Fiche.objects.filter(pk__in={target.pk, *keys}, visibility=Visibility.PUBLIC).count()
    if seen != 1 + len(keys):
        raise ValidationError(_("L’une d’elles n’est plus sur la carte, ou est déjà réunie à une autre."), code="gone")
    if Lien.objects.filter(target__in=keys, kind=LienKind.MERGED, undone_at=None).exists():
        raise ValidationError(
            _("L’une d’elles en a déjà réuni d’autres : partez de celle-là, pour que les siennes restent avec elle."),
            code="holds",
        )


def _check_peace(target: Idee, sources: Sequence[Idee]) -> None:
    """Raise ValidationError (French) while one of them is being asked, and for a while after one said no."""
    now, every = timezone.now(), [target, *sources]
    if asked(about(every), now).exists():
        raise ValidationError(_("On demande déjà à leurs auteurs : attendons leurs réponses."), code="asked")
    for fusion in about([target]).filter(dropped_at__gt=now - AGAIN_AFTER).prefetch_related("sources"):
        before = {fusion.target_id, *(each.idee_id for each in fusion.sources.all())}
        if before & {source.pk for source in sources}:
            raise ValidationError(
                _("Ces idées ont préféré rester séparées il y a peu : laissons-leur un peu de temps."), code="peace"
            )


def _ask(fusion: Fusion, target: Idee, sources: Sequence[Idee], hand: Hand) -> None:
    """One question to each author, one to each person who supports what would be brought in and has an account."""
    now, own = timezone.now(), hand.person.pk if hand.person else None
    for idee in (target, *sources):
        agreed = idee.author_id is not None and idee.author_id == own
        Accord.objects.create(
            fusion=fusion, idee=idee, person_id=idee.author_id, as_author=True, answer=True if agreed else None,
            answered_at=now if agreed else None,
        )  # fmt: skip
    said = Soutien.objects.filter(fiche__in=sources, kind=SoutienKind.TOO, person__isnull=False)
    Accord.objects.bulk_create(
        Accord(fusion=fusion, idee_id=fiche, person_id=person, as_author=False)
        for fiche, person in said.values_list("fiche", "person")
    )


def _speak_for(fusion: Fusion, idee: Idee, hand: Hand, reason: str) -> None:
    """A référent speaks for whoever cannot be asked, aloud; ValidationError when they can, and without a reason."""
    if not unreachable([idee]):
        raise ValidationError(_("Son auteur peut être consulté : c’est à lui de répondre."), code="reachable")
    if not reason:
        raise ValidationError(_("Dites pourquoi, en quelques mots que tout le monde pourra lire."), code="reason")
    said = _(
        "L’auteur de %(number)s n’a laissé aucun moyen de le joindre. La référente ou le référent du quartier répond à "
        "sa place : « %(reason)s ». S’il se fait connaître, il peut revenir dessus."
    )
    _tell(fusion, hand, said % {"number": idee.number, "reason": reason})


def _merge_when_agreed(fusion: Fusion, hand: Hand) -> None:
    """Once the last author has said yes; when one of the ideas has left the map meanwhile, nothing is merged."""
    if fusion.accords.filter(as_author=True).exclude(answer=True).exists():
        return
    target, sources = idees_of(fusion)
    try:
        _check(target, sources)
    except ValidationError:
        _drop(fusion, hand, _("Les idées restent séparées : l’une d’elles n’est plus là, ou est réunie ailleurs."))
        return
    for source in sources:
        _show(source, Visibility.JOINED)
        Lien.objects.create(
            source_id=source.pk, target_id=target.pk, kind=LienKind.MERGED, by=hand.person, role=hand.role,
            reason=fusion.reason[:300],
        )  # fmt: skip
    fusion.done_at = timezone.now()
    fusion.save(update_fields=["done_at"])
    for accord in fusion.accords.filter(as_author=False, answer=True):
        carry(accord, target.pk)
    said = {"numbers": _listed(sources), "number": target.number}
    _tell(fusion, hand, _(
        "Avec l’accord de chaque auteur, %(numbers)s et %(number)s ne font plus qu’une idée. Chacune garde sa page et "
        "son numéro ; chacun de leurs auteurs peut défaire la réunion."
    ) % said)  # fmt: skip
    tasks.write_to_supporters.defer(fusion_id=fusion.pk, moment="done")


def _drop(fusion: Fusion, hand: Hand, said: str) -> None:
    """It does not happen: everybody is told, and nobody is named."""
    fusion.dropped_at = timezone.now()
    fusion.save(update_fields=["dropped_at"])
    _tell(fusion, Hand(None, hand.role), said)
    tasks.write_to_supporters.defer(fusion_id=fusion.pk, moment="dropped")


def _tell(fusion: Fusion, hand: Hand, said: str) -> None:
    """The same line in every history; whoever follows one of the ideas hears of it, its author with a personal link."""
    target, sources = idees_of(fusion)
    for idee in (target, *sources):
        record(idee, What.MERGED, role=hand.role, person=hand.person, public_text=said)


def _show(idee: Idee, visibility: Visibility) -> None:
    idee.visibility = visibility
    idee.save(update_fields=["visibility", "updated_at"])


def _listed(idees: Sequence[Idee]) -> str:
    """« I-2026-000002 et I-2026-000005 »."""
    numbers = [str(idee.number) for idee in idees]
    return (
        _("%(most)s et %(last)s") % {"most": ", ".join(numbers[:-1]), "last": numbers[-1]}
        if numbers[1:]
        else numbers[0]
    )
