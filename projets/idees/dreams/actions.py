"""Bringing a dream down to earth: its author is asked, residents and a technician write, and it becomes a proposal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from carto.comptes.models import Service, User
from carto.fiches.actions import record, submit
from carto.fiches.growing.actions import grow
from carto.fiches.models import Evenement, Visibility, What
from carto.fiches.own.actions import Changed, seen
from projets.idees.dreams.landing import Step, step_of
from projets.idees.dreams.mode import dreaming
from projets.idees.models import Atterrissage, Idee, Landing

WORDS: Final = ("need", "first_step")
MOST_ASKED: Final = 1000  # authors at a time


class NotNow(ValidationError):
    """Not at this step of a dream: the campaign is open, its author says no, or it has landed already."""


@contextmanager
def _held(idee: Idee) -> Iterator[Atterrissage]:
    """Its landing, as it is stored and held until the end; NotNow while one still dreams, and once it has landed."""
    if dreaming(idee):
        raise NotNow(_("On rêve encore : l’atterrissage commence quand la campagne se ferme."), code="open")
    with transaction.atomic():
        Atterrissage.objects.get_or_create(idee=idee)
        landing = Atterrissage.objects.select_for_update(of=("self",)).get(idee=idee)
        if landing.landed_id:
            raise NotNow(_("Ce rêve est déjà posé au sol : la suite est sur la page de la proposition."), code="landed")
        yield landing
        idee.atterrissage = landing


def ask_authors(now: datetime) -> int:
    """Ask each author of the dream campaigns that are over, once, whether theirs may go on; returns how many."""
    over = Idee.objects.filter(
        campagne__dream=True, campagne__closes_at__lte=now, visibility=Visibility.PUBLIC, atterrissage=None
    )
    asked = 0
    for idee in over.select_related("campagne").order_by("pk")[:MOST_ASKED]:
        with transaction.atomic():
            _landing, new = Atterrissage.objects.get_or_create(idee=idee)
            if new:
                record(idee, What.ASKED, role="system", public_text=_question(idee))
                asked += 1
    return asked


def _question(idee: Idee) -> str:
    with override(settings.LANGUAGE_CODE):
        return _(
            "La campagne « %(campagne)s » est finie, merci d’y avoir rêvé. Voulez-vous que votre rêve devienne une "
            "proposition ? Dites-le depuis votre page ; sinon il reste un rêve, que tout le monde peut lire."
        ) % {"campagne": idee.campagne.title}


def answer(idee: Idee, agreed: bool, *, person: User | None = None) -> Evenement | None:
    """What its author says of carrying it over; they may change their mind until it has landed. None: said already."""
    with _held(idee) as landing:
        consent = Landing.YES if agreed else Landing.NO
        if landing.consent == consent:
            return None
        landing.consent, landing.consent_at = consent, timezone.now()
        landing.save(update_fields=["consent", "consent_at", "updated_at"])
        said = (
            _("La personne qui l’a rêvé veut bien qu’il devienne une proposition.")
            if agreed
            else _("La personne qui l’a rêvé préfère qu’il reste un rêve.")
        )
        return record(idee, What.REPLIED, role="resident", person=person, public_text=said)


def put_in_words(
    idee: Idee, need: str, first_step: str, *, as_seen: str, person: User | None = None, role: str = "resident"
) -> Evenement | None:
    """The need behind the dream and one first step; the history keeps what was written before. None: the same words.

    Raises Changed when somebody wrote meanwhile, NotNow when its author keeps it a dream.
    """
    with _held(idee) as landing:
        if landing.consent == Landing.NO:
            raise NotNow(_("La personne qui l’a rêvé préfère qu’il reste un rêve."), code="kept")
        if (landing.need, landing.first_step) == (need, first_step):
            return None
        if as_seen != seen(landing, *WORDS):
            raise Changed(_("Quelqu’un vient d’écrire : voici ses mots, et les vôtres."), code="changed")
        landing.need, landing.first_step = need, first_step
        landing.save(update_fields=[*WORDS, "updated_at"])
        return record(idee, What.COMPLETED, role=role, person=person, public_text=_worded(landing))


def _worded(landing: Atterrissage) -> str:
    told = {"need": landing.need or "…", "step": landing.first_step or "…"}
    return _("Le besoin : %(need)s\nUn premier pas : %(step)s") % told


def explain(idee: Idee, text: str, *, service: Service, person: User) -> Evenement | None:
    """A technician says what the first step takes, in the name of the service. None: said already."""
    with _held(idee) as landing:
        if landing.consent == Landing.NO:
            raise NotNow(_("La personne qui l’a rêvé préfère qu’il reste un rêve."), code="kept")
        if (landing.feasible, landing.service_id) == (text, service.pk):
            return None
        landing.feasible, landing.service = text, service
        landing.save(update_fields=["feasible", "service", "updated_at"])
        return record(idee, What.ANSWER, role="agent", person=person, after=service.name, public_text=text)


def land(idee: Idee, *, person: User | None = None, role: str = "resident") -> Idee:
    """Make a proposal of it, signed as the dream was; both pages show each other. Raises NotNow before all is there."""
    with _held(idee) as landing:
        idee.atterrissage = landing
        if step_of(idee) is not Step.READY:
            raise NotNow(_("Il manque encore quelque chose pour le poser au sol."), code="missing")
        landed = Idee(
            kind="idee", geom=idee.geom, theme_id=idee.theme_id, autocollant_id=idee.autocollant_id,
            service_id=landing.service_id, title=_titled(idee), text=_written(idee, landing),
        )  # fmt: skip
        sent = submit(landed, author=idee.author, role=role)
        landing.landed = Idee.objects.get(pk=sent.fiche.pk)
        landing.save(update_fields=["landed", "updated_at"])
        grow(landing.landed, [idee], role=role, by=person, what=What.LANDED)
        return landing.landed


def _titled(idee: Idee) -> str:
    suffix = _(" : un premier pas")
    return idee.title[: 140 - len(suffix)] + suffix


def _written(idee: Idee, landing: Atterrissage) -> str:
    told = {"words": _worded(landing), "service": landing.service, "feasible": landing.feasible}
    return _("%(words)s\n\nCe qu’il faut, dit par %(service)s :\n%(feasible)s") % told
