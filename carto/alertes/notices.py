"""Notifications for a browser: short, and without anything that says who follows."""

from django.conf import settings
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import ngettext

from carto.alertes import push
from carto.alertes.models import Abonnement, Message
from carto.alertes.telling import Thing, things


def send(follower: Abonnement, messages: list[Message]) -> None:
    """One notification for all of them. Raises Undelivered."""
    with translation.override(follower.language):
        told = things(messages)
        said = _said(told[0]) if len(told) == 1 else _several(told)
        said["lang"] = follower.language
    topic = told[0].fiche.uuid.hex if len(told) == 1 else "nouvelles"
    push.send(follower.endpoint, follower.keys, said, topic=topic)


def _said(thing: Thing) -> dict[str, str]:
    """About one fiche: its title, what happened to it, and at which place that one follows."""
    said = [line.said[:1].upper() + line.said[1:] for line in thing.lines]
    body = " · ".join([*said, *([thing.place] if thing.place else [])])
    return {
        "title": Truncator(thing.fiche.title).chars(80),
        "body": Truncator(body).chars(180),
        "url": thing.address.removeprefix(settings.CARTO_URL),
        "tag": thing.fiche.uuid.hex,
    }


def _several(told: list[Thing]) -> dict[str, str]:
    """About several: how many, and the first of their titles; it opens the latest."""
    count = ngettext("%(n)d nouvelle de ce que vous suivez", "%(n)d nouvelles de ce que vous suivez", len(told))
    names = " · ".join(dict.fromkeys(thing.fiche.title for thing in told))
    return {
        "title": count % {"n": len(told)},
        "body": Truncator(names).chars(180),
        "url": told[0].address.removeprefix(settings.CARTO_URL),
        "tag": "nouvelles",
    }
