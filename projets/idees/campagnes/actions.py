"""What happens to a campaign: it is published, a rule of it changes in the open, it closes, its official answers."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.models import Evenement, What
from carto.text import tidy
from projets.idees.campagnes.answering import OFFICIAL, READABLE, may_answer
from projets.idees.campagnes.roll import draw_key
from projets.idees.campagnes.sealing import seal
from projets.idees.dreams.mode import why_unanswered
from projets.idees.models import Campagne, CampagneChange, Idee

OWED: Final = ("organiser", "money", "decides")
# What people relied on when they answered: changed once published, it is dated and shown.
RULES: Final = (
    "title", "geom", "opens_at", "closes_at", "dream", "moderation", "lasts_hours",
    *OWED, "uses", "official_name", "service",
)  # fmt: skip
# Called with the idea and the line of history once an answer is written: each sends it by the way the idea came.
ANSWERERS: Final[tuple[str, ...]] = ()


def missing(campagne: Campagne) -> list[str]:
    """The rules that are owed before it is published and are not written, by their names."""
    return [str(Campagne._meta.get_field(name).verbose_name) for name in OWED if not getattr(campagne, name).strip()]


def publish(campagne: Campagne, *, person: User | None = None) -> None:
    """Show it to everybody, with the key by which it counts each person once.

    Raises ValidationError (French) while it does not say who organises, with what money and who decides; and when its
    end has passed.
    """
    if absent := missing(campagne):
        told = {"what": ", ".join(absent)}
        raise ValidationError(_("Il manque encore : %(what)s. On le doit à qui va répondre.") % told, code="owed")
    if campagne.is_over:
        raise ValidationError(_("Sa date de fin est passée : changez-la d’abord."), code="over")
    with transaction.atomic():
        if campagne.published_at is None:
            campagne.published_at = timezone.now()
            campagne.save(update_fields=["published_at"])
            said = date_format(timezone.localtime(campagne.published_at), "j F Y, H:i")
            CampagneChange.objects.create(campagne=campagne, person=person, what="published_at", after=said)
        draw_key(campagne)


def revise(campagne: Campagne, before: Mapping[str, Any], *, person: User, why: str = "") -> list[CampagneChange]:
    """Store it as it is now; once published, each rule that differs from `before` is written down, dated.

    `before` is `rules_of` as they were. Raises ValidationError (French) for a rule changed without a reason.
    """
    now = rules_of(campagne)
    changed = [name for name in RULES if before.get(name) != now[name]] if campagne.published_at else []
    if changed and not why.strip():
        raise ValidationError(_("Dites pourquoi la règle change : ce sera lu sur la page."), code="why")
    with transaction.atomic():
        campagne.save()
        return CampagneChange.objects.bulk_create(
            CampagneChange(
                campagne=campagne, person=person, what=name, before=before.get(name, ""), after=now[name], why=why
            )
            for name in changed
        )


def rules_of(campagne: Campagne) -> dict[str, str]:
    """Each rule, as people read it."""
    return {name: _said(campagne, name) for name in RULES}


def _said(campagne: Campagne, name: str) -> str:
    value = getattr(campagne, name)
    if name == "geom":
        where = campagne.territoire.name if campagne.territoire else _("périmètre dessiné")
        return f"{where} ({', '.join(f'{edge:.4f}' for edge in value.extent)})" if value else ""
    if name in ("opens_at", "closes_at"):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if name == "moderation":
        return str(campagne.get_moderation_display())
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    return "" if value is None else str(value)


def close_early(campagne: Campagne, why: str, *, person: User) -> None:
    """End it now, for a reason that everybody reads. ValidationError (French) without one, or when it is over."""
    why = tidy(why)
    if not why:
        raise ValidationError(_("Dites pourquoi : tout le monde le lira."), code="why")
    if campagne.published_at is None or campagne.is_over:
        raise ValidationError(_("Cette campagne n’est pas ouverte."), code="over")
    before, now = rules_of(campagne), timezone.now()
    with transaction.atomic():
        if campagne.opens_at >= now:
            campagne.opens_at = now - timedelta(seconds=1)
        campagne.closes_at, campagne.closed_why = now, why
        campagne.save(update_fields=["opens_at", "closes_at", "closed_why"])
        change = {"before": before["closes_at"], "after": rules_of(campagne)["closes_at"], "why": why}
        CampagneChange.objects.create(campagne=campagne, person=person, what="closes_at", **change)
    seal(campagne)


def answer(idee: Idee, text: str, *, person: User) -> Evenement:
    """Answer one idea of a campaign, once, for everybody, under the name and office that the campaign announced.

    Who follows the idea is told, and whoever sent it by the way it came (ANSWERERS). Raises ValidationError (French)
    without words, for a second answer, for what is not public, for a dream still in the air, for somebody who may not.
    """
    text = tidy(text)
    if not text:
        raise ValidationError(_("Écrivez votre réponse : tout le monde la lira."), code="empty")
    with transaction.atomic():
        held = Idee.objects.select_for_update(of=("self",)).select_related("campagne").get(pk=idee.pk)
        if held.campagne is None or not may_answer(person, held.campagne):
            raise ValidationError(_("Ce n’est pas à vous de répondre ici."), code="stranger")
        if held.visibility not in READABLE:
            raise ValidationError(_("Cette idée n’est pas publique : personne ne lirait votre réponse."), code="hidden")
        if words := why_unanswered(held):
            raise ValidationError(words, code="unanswered")
        if held.evenements.filter(what=What.ANSWER, actor_role=OFFICIAL).exists():
            raise ValidationError(_("Cette idée a déjà sa réponse."), code="answered")
        held.answered_at = timezone.now()
        held.save(update_fields=["answered_at"])
        name = held.campagne.official_name or held.campagne.organiser
        line = record(idee, What.ANSWER, role=OFFICIAL, person=person, after=name[:200], public_text=text)
        _send_back(ANSWERERS, idee, line)
    return line


def _send_back(paths: Iterable[str], idee: Idee, line: Evenement) -> None:
    for path in paths:
        import_string(path)(idee, line)
