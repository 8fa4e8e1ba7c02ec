"""What the desk does with one signalement besides its steps: note, give, take, press, sort again, reach.

Each leaves a line of history with who did it and as what; none writes over what a colleague has just changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from carto.comptes.models import Crew, User
from carto.fiches.actions import record
from carto.fiches.models import Contact, Evenement, What
from carto.fiches.own.actions import Changed, seen
from carto.text import tidy
from signalements.actions import reroute
from signalements.desk.jobs import tell_assignee
from signalements.desk.staff import crew_of, crews_of, people_of
from signalements.models import Categorie, Priority, Signalement
from signalements.questions import told

HANDS: Final = ("service_id", "crew_id", "assignee_id")
PRESSING: Final = ("priority",)
SORTED: Final = ("categorie_id", "service_id")


def note(signalement: Signalement, text: str, *, person: User, role: str) -> Evenement:
    """An internal note: for the services alone. ValidationError (French) without words."""
    if not (text := tidy(text)):
        raise ValidationError(_("Une note a quelques mots."), code="empty")
    return record(signalement, What.NOTED, role=role, person=person, private_text=text)


def assign(
    signalement: Signalement, *, assignee: User | None = None, crew: Crew | None = None, as_seen: str, person: User,
    role: str,
) -> Evenement | None:  # fmt: skip
    """Give it to somebody of its service, to a crew, or back to all; None when they have it already.

    Who is given it gets a letter. Raises Changed when it is no longer in the hands of `as_seen`, ValidationError
    (French) for somebody of another service.
    """
    with transaction.atomic(), _held(signalement, HANDS, as_seen) as held:
        if assignee and not people_of(held.service).filter(pk=assignee.pk).exists():
            raise ValidationError(_("Cette personne ne travaille pas dans ce service."), code="person")
        if crew and not crews_of(held.service).filter(pk=crew.pk).exists():
            raise ValidationError(_("Cette équipe n’est pas de ce service."), code="crew")
        if assignee and crew is None:
            crew = crew_of(assignee, held.service)
        if (held.assignee, held.crew) == (assignee, crew):
            return None
        before, held.assignee, held.crew = _hands(held), assignee, crew
        held.save(update_fields=["assignee", "crew"])
        if assignee and assignee != person:
            tell_assignee.defer(signalement_id=held.pk, person_id=assignee.pk)
        after = _hands(held)
        return record(
            held, What.ASSIGNED, role=role, person=person, before=before[:200], after=after[:200],
            private_text=_("De %(before)s à %(after)s.") % {"before": before, "after": after},
        )  # fmt: skip


def take(signalement: Signalement, *, as_seen: str, person: User, role: str) -> Evenement | None:
    """« Je m’en charge »; raises Changed when somebody else has just taken it."""
    return assign(signalement, assignee=person, as_seen=as_seen, person=person, role=role)


def press(signalement: Signalement, priority: int, *, as_seen: str, person: User, role: str) -> Evenement | None:
    """How pressing it is, for the service; None when it is so already. Raises Changed."""
    with transaction.atomic(), _held(signalement, PRESSING, as_seen) as held:
        before, after = Priority(held.priority), Priority(priority)
        if before is after:
            return None
        held.priority = after
        held.save(update_fields=["priority"])
        said = _("De « %(before)s » à « %(after)s ».") % {"before": before.label, "after": after.label}
        return record(
            held, What.PRIORITY, role=role, person=person, before=str(before.value), after=str(after.value),
            private_text=said,
        )  # fmt: skip


def sort_again(
    signalement: Signalement, categorie: Categorie, *, as_seen: str, person: User, role: str
) -> Evenement | None:
    """Another category: the service and the promise follow as for a new place, and the page says why.

    What was answered to the former category's questions stays in the history, for the services. Raises Changed.
    """
    with transaction.atomic(), _held(signalement, SORTED, as_seen) as held:
        before = held.categorie
        if before == categorie:
            return None
        answered = "\n".join(f"{question} : {answer}" for question, answer in told(held))
        if held.title == before.name:
            held.title = categorie.name
        held.categorie, held.theme = categorie, categorie.theme
        held.save(update_fields=["categorie", "theme", "title", "updated_at"])
        said = _("Catégorie : « %(after)s », et non « %(before)s ».") % {"before": before, "after": categorie}
        follows = reroute(held)
        _let_go(held)
        return record(
            held, What.CORRECTED, role=role, person=person, before=before.code, after=categorie.code,
            public_text=f"{said} {follows}".strip(), private_text=answered,
        )  # fmt: skip


def _let_go(held: Signalement) -> None:
    """Out of the hands of people and crews of a service that has it no more."""
    if held.assignee and not people_of(held.service).filter(pk=held.assignee_id).exists():
        held.assignee = None
    if held.crew and held.crew.service_id != held.service_id:
        held.crew = None
    held.save(update_fields=["assignee", "crew"])


def reach(signalement: Signalement, why: str, *, person: User, role: str) -> Contact | None:
    """How to reach who reported, for somebody who may know; each look is a line of the history, with its reason.

    None when they left nothing. Raises ValidationError (French) without a reason.
    """
    if not (why := tidy(why)):
        raise ValidationError(_("Dites pourquoi : l’histoire du signalement le garde."), code="empty")
    contact = Contact.objects.filter(fiche_id=signalement.pk).first()
    if contact is not None:
        record(signalement, What.REACHED, role=role, person=person, private_text=why)
    return contact


@contextmanager
def _held(signalement: Signalement, names: tuple[str, ...], as_seen: str) -> Iterator[Signalement]:
    """The signalement under a lock, as it is stored; what changed is then on the caller's object too."""
    rows = Signalement.objects.select_for_update(of=("self",))
    held = rows.select_related("service", "crew", "assignee", "categorie__service", "theme").get(pk=signalement.pk)
    if as_seen != seen(held, *names):
        raise Changed(_("Quelqu’un a été plus rapide : regardez où cela en est, puis recommencez."), code="changed")
    yield held
    for name in (*HANDS, *PRESSING, *SORTED, "due_at", "title", "theme_id"):
        setattr(signalement, name, getattr(held, name))


def _hands(signalement: Signalement) -> str:
    """In whose hands it is, in words."""
    held = [str(each) for each in (signalement.assignee, signalement.crew) if each]
    return ", ".join(held) or _("tout le service")
