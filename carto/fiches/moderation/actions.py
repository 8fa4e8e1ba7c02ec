"""What a moderator does to words, and what the author answers: each an act, and a line of the fiche's history."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from carto.comptes.models import RoleName, User
from carto.fiches.actions import record
from carto.fiches.layers import layer_of
from carto.fiches.lineage import shown_as
from carto.fiches.models import Acte, ActeKind, Commentaire, Fiche, Outcome, Retenue, Rule, Visibility, What
from carto.fiches.moderation import pictures

ROLE = "moderator"
Words = Fiche | Commentaire
FIELDS = {Fiche: ("title", "text", "feeling"), Commentaire: ("text",)}


def approve(words: Words, *, by: User) -> Acte:
    """Lift what holds it, and publish it if it waited. Raises ValidationError (French) when somebody was faster."""
    with transaction.atomic():
        locked = _lock(words)
        held = _retenues(locked).open()
        if locked.visibility != Visibility.WAITING and not held.exists():
            raise ValidationError(_("Quelqu’un l’a déjà vérifié."), code="late")
        before = locked.visibility
        after = _shown(locked) if before == Visibility.WAITING else before
        held.update(lifted_at=timezone.now())
        _show(locked, after)
        told = _("Commentaire vérifié et publié.") if _is_comment(locked) else _("Vérifié et publié.")
        return _write(locked, ActeKind.APPROVED, by=by, before=before, after=after, told=told)


def set_aside(words: Words, *, by: User, rule: str, reason: str) -> Acte:
    """Send it to the public bin, with the rule and the reason that everybody will read; its photos leave with it.

    Raises ValidationError (French) when it is there already.
    """
    with transaction.atomic():
        locked = _lock(words)
        if locked.visibility in {Visibility.BINNED, Visibility.REMOVED}:
            raise ValidationError(_("Quelqu’un l’a déjà mis à la corbeille."), code="late")
        before = locked.visibility
        _retenues(locked).open().update(lifted_at=timezone.now())
        _show(locked, Visibility.BINNED)
        what = (
            _("Commentaire mis à la corbeille publique.") if _is_comment(locked) else _("Mis à la corbeille publique.")
        )
        acte = _write(
            locked, ActeKind.BINNED, by=by, before=before, after=Visibility.BINNED.value, rule=rule, reason=reason,
            told=f"{what}\n{because(rule, reason)}",
        )  # fmt: skip
        if isinstance(locked, Fiche):
            pictures.put_away(locked, acte)
            if leaving := layer_of(locked.kind).leaving:
                import_string(leaving)(locked, by=by, role=ROLE)
        return acte


def restore(words: Words, *, by: User | None, reason: str, role: str = ROLE) -> Acte:
    """Take it out of the bin, to where it was; its photos wait to be looked at again. A jury is nobody in particular.

    Raises ValidationError (French) when it is not in the bin.
    """
    with transaction.atomic():
        locked = _lock(words)
        if locked.visibility != Visibility.BINNED:
            raise ValidationError(_("Ce n’est pas à la corbeille."), code="late")
        binned = _actes(locked).filter(what=ActeKind.BINNED, undone_at=None)
        acte = binned.first()
        after = _shown(locked)
        if isinstance(locked, Fiche) and acte is not None:
            pictures.bring_back(acte)
        binned.update(undone_at=timezone.now())
        _show(locked, after)
        told = _("Commentaire rétabli.") if _is_comment(locked) else _("Rétabli.")
        return _write(
            locked, ActeKind.RESTORED, by=by, role=role, before=Visibility.BINNED.value, after=after, reason=reason,
            told=f"{told} {reason}".strip(),
        )  # fmt: skip


def edit(words: Words, changes: Mapping[str, str], *, by: User, rule: str, reason: str) -> list[Acte]:
    """Take out of its texts what must not be read: `changes` says the new text of each field.

    The words taken out are kept with the act, privately, for as long as an original photo; the history says only that
    it was done and by which rule. Raises ValidationError (French) when nothing changes.
    """
    with transaction.atomic():
        locked = _lock(words)
        fields = [
            name for name in FIELDS[type(locked)] if changes.get(name, getattr(locked, name)) != getattr(locked, name)
        ]
        if not fields:
            raise ValidationError(_("Vous n’avez rien changé au texte."), code="same")
        before = {name: getattr(locked, name) for name in fields}
        _save(locked, {name: changes[name] for name in fields})
        told = _("Un commentaire a été corrigé.") if _is_comment(locked) else _("Le texte a été corrigé.")
        line = f"{told}\n{because(rule, reason)}"
        return [
            _write(
                locked, ActeKind.EDITED, by=by, field=name, before=before[name], after=changes[name], rule=rule,
                reason=reason, told=line if name == fields[0] else "",
            )
            for name in fields
        ]  # fmt: skip


def because(rule: str, reason: str) -> str:
    """« Règle : … Raison : … », as histories and pages tell it."""
    return _("Règle : %(rule)s. Raison : %(reason)s") % {"rule": Rule(rule).label, "reason": reason}


def reply(acte: Acte, text: str) -> None:
    """The author answers an act, once. Raises ValidationError (French) the second time, or when it no longer stands."""
    with transaction.atomic():
        locked = Acte.objects.select_for_update(of=("self",)).get(pk=acte.pk)
        if not locked.rule or locked.undone_at:
            raise ValidationError(_("Il n’y a plus rien à contester : cette décision ne tient plus."), code="undone")
        if locked.replied_at:
            raise ValidationError(_("Vous avez déjà répondu à cette décision."), code="late")
        _told(locked, reply=text, replied_at=timezone.now())
        told = _("L’auteur a répondu à une décision de la modération.")
        record(locked.fiche, What.MODERATED, role="resident", public_text=told)


def may_settle(user: User, acte: Acte) -> bool:
    """Whoever decided does not judge the answer, as long as there is somebody else to do it."""
    if acte.by_id != user.pk:
        return True
    others = User.objects.filter(is_active=True, roles__name=RoleName.MODERATOR).exclude(pk=user.pk)
    return not others.exists()


def settle(acte: Acte, *, by: User, outcome: str, text: str, shown: bool) -> None:
    """Say what the author's answer came to; a reversed act is undone. `shown` lets everybody read the answer.

    Raises PermissionDenied for whoever decided, when another moderator exists; ValidationError when it is settled.
    """
    with transaction.atomic():
        locked = Acte.objects.select_for_update(of=("self",)).get(pk=acte.pk)
        if locked.replied_at is None or locked.reply_settled_at is not None:
            raise ValidationError(_("Quelqu’un l’a déjà examinée."), code="late")
        if not may_settle(by, locked):
            raise PermissionDenied
        _told(
            locked,
            reply_settled_at=timezone.now(),
            settled_by=by,
            outcome=outcome,
            outcome_text=text,
            reply_shown=shown,
        )
        said = _("Réponse de l’auteur examinée : %(outcome)s.") % {"outcome": Outcome(outcome).label}
        record(locked.fiche, What.MODERATED, role=ROLE, person=by, public_text=f"{said} {text}".strip())
        if outcome == Outcome.REVERSED:
            undo(locked, by=by)


def undo(acte: Acte, *, by: User | None, role: str = ROLE) -> None:
    """Put back what an act took away, where it still can be."""
    words = acte.commentaire or acte.fiche
    if acte.what == ActeKind.BINNED and words.visibility == Visibility.BINNED:
        restore(words, by=by, reason="", role=role)
    elif acte.what == ActeKind.REFUSED and acte.photo:
        pictures.look_again(acte.photo)
    elif acte.what == ActeKind.EDITED and acte.before and getattr(words, acte.field) == acte.after:
        _save(words, {acte.field: acte.before})
    Acte.objects.filter(pk=acte.pk, undone_at=None).update(undone_at=timezone.now())


def forget_words(limit: Any) -> int:
    """Empty the corrections made before `limit` of the words that were taken out; returns how many."""
    return Acte.objects.words_expired(limit).update(before="", after="")


def _lock(words: Words) -> Words:
    model = Commentaire if _is_comment(words) else Fiche  # a kind's own row is not what changes
    return model.objects.select_for_update(of=("self",)).get(pk=words.pk)


def _shown(words: Words) -> Visibility:
    """What it becomes when it may be seen."""
    return Visibility.PUBLIC if _is_comment(words) else shown_as(words)


def _is_comment(words: Words) -> bool:
    return isinstance(words, Commentaire)


def _retenues(words: Words) -> Any:
    """What holds the fiche itself, or the comment."""
    return words.retenues if _is_comment(words) else Retenue.objects.filter(fiche=words, commentaire=None)


def _actes(words: Words) -> Any:
    """The acts on the fiche's own words, or on the comment."""
    return words.actes if _is_comment(words) else Acte.objects.filter(fiche=words, commentaire=None, photo=None)


def _show(words: Words, visibility: str) -> None:
    if words.visibility != visibility:
        _save(words, {"visibility": str(visibility)})


def _save(words: Words, changes: Mapping[str, str]) -> None:
    """Write these fields and no other: a plain save would put stale columns over somebody else's change."""
    for name, value in changes.items():
        setattr(words, name, value)
    words.save(update_fields=[*changes, *(["updated_at"] if isinstance(words, Fiche) else [])])


def _told(acte: Acte, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(acte, name, value)
    acte.save(update_fields=list(fields))


def _write(words: Words, what: ActeKind, *, by: User | None, told: str, role: str = ROLE, **fields: Any) -> Acte:
    """The act, and the line of history that tells it."""
    comment = words if isinstance(words, Commentaire) else None
    fiche = comment.fiche if comment else words
    acte = Acte.objects.create(fiche=fiche, commentaire=comment, by=by, role=role, what=what, **fields)
    if told:
        record(fiche, What.MODERATED, role=role, person=by, before=what.value, public_text=told)
    return acte
