"""A choosing session: what comes first goes on, the others sleep until the day that was announced, and may be woken."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projets.opportunites.choosing.masses import mass_of
from projets.opportunites.choosing.proposing import CHOOSABLE
from projets.opportunites.choosing.scrutins import poll_of, voices_of
from projets.opportunites.models import Consultation, Opportunite, Option, Sommeil
from projets.opportunites.referents.actions import set_aside, take_up
from projets.opportunites.referents.rights import Hand
from projets.opportunites.workflow import Status
from projets.votes.polls.counting import count
from projets.votes.polls.wording import obtained

CLOCK: Final = Hand(None, "system")  # it does what was announced, for nobody


def owed(consultation: Consultation) -> list[str]:
    """What a session that puts to sleep must say before it is announced."""
    if not consultation.keeps:
        return []
    day, told = consultation.sleeps_until, []
    if not consultation.quorum:
        told.append(_("la masse sans laquelle rien ne s’endort"))
    if day is None or day <= timezone.localdate(consultation.counts_at):
        told.append(_("jusqu’à quand dorment les autres, après le résultat"))
    if consultation.options.count() <= consultation.keeps:
        told.append(_("plus de possibilités que de sujets qui continuent"))
    return told


def parted(consultation: Consultation) -> dict[str, list[str]]:
    """The letters `kept` and those put to sleep (`asleep`), each voice for one; empty unless the session announced it,
    somebody spoke and the mass is reached. Its `result` must be there.
    """
    if not (consultation.keeps and consultation.result.get("voices") and mass_of(consultation).reached):
        return {}
    order = [place.code for place in count(poll_of(consultation), voices_of(consultation))]
    return {"kept": order[: consultation.keeps], "asleep": order[consultation.keeps :]}


def make_topics(consultation: Consultation) -> None:
    """Every candidate of the ballot becomes a topic: one that goes on waits for a carrier, by the same clock."""
    if not consultation.result.get("kept"):
        return
    for option in consultation.options.exclude(candidat=None).filter(opportunite=None).select_related("candidat"):
        option.opportunite = option.candidat.opportunite or take_up(
            option.candidat, CLOCK, demonstration=consultation.demonstration
        )
        option.save(update_fields=["opportunite"])


def put_to_sleep(consultation: Consultation) -> None:
    """Set aside what was not kept; a topic that was opened, or set aside, while people chose stays as it is."""
    asleep, day = consultation.result.get("asleep"), consultation.sleeps_until
    if not asleep or day is None:
        return
    reasons = _reasons(consultation)
    for option in consultation.options.filter(code__in=asleep).exclude(opportunite=None).order_by("opportunite"):
        topic = Opportunite.objects.get(pk=option.opportunite_id)
        if topic.status not in CHOOSABLE:
            continue
        try:
            with transaction.atomic():
                set_aside(topic, CLOCK, reason=reasons[option.code], until=day)
        except ValidationError:  # it was moved on at this very moment
            continue


def _reasons(consultation: Consultation) -> dict[str, str]:
    """Why each sleeps, by its letter."""
    poll = poll_of(consultation)
    places = {place.code: place for place in count(poll, voices_of(consultation))}
    names = {option.code: option.name for option in consultation.options.all()}
    kept = ", ".join(f"« {names[code]} »" for code in consultation.result["kept"])
    told = {"title": consultation.title, "kept": kept, "n": consultation.result["voices"]}
    words = ngettext(
        "N’a pas été retenu lors de « %(title)s » : %(got)s, sur %(n)d voix. D’abord : %(kept)s.",
        "N’a pas été retenu lors de « %(title)s » : %(got)s, sur %(n)d voix. D’abord : %(kept)s.",
        told["n"],
    )
    return {code: words % (told | {"got": obtained(poll, place)}) for code, place in places.items()}


@dataclass(frozen=True)
class Fate:
    """What has become of one option: whether it was kept, its topic as it stands, its sleep while it lasts."""

    option: Option
    kept: bool
    topic: Opportunite | None
    sleep: Sommeil | None

    @property
    def opened(self) -> bool:
        """Whether it is worked on, though it was not kept: it was opened before, or woken since."""
        topic = self.topic
        return not self.kept and topic is not None and topic.status not in (*CHOOSABLE, Status.SET_ASIDE)


def fates(consultation: Consultation) -> list[Fate]:
    """Each option of a session that put some to sleep, in the order of the result; two queries."""
    told: dict[str, Any] = consultation.result
    options = {option.code: option for option in consultation.options.select_related("opportunite")}
    topics = [option.opportunite_id for option in options.values() if option.opportunite_id]
    sleeps = {each.opportunite_id: each for each in Sommeil.objects.filter(opportunite__in=topics, ended_at=None)}
    return [
        Fate(option, name == "kept", option.opportunite, sleeps.get(option.opportunite_id))
        for name in ("kept", "asleep")
        for option in (options[code] for code in told.get(name, ()) if code in options)
    ]
