"""The letters: plain text, and the same in simple HTML, in the language of whoever reads them."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from carto.alertes.errors import Undelivered
from carto.alertes.models import Abonnement, Message, Rhythm
from carto.alertes.telling import MOST_THINGS, Line, Thing, things
from carto.alertes.tokens import CONFIRM, MANAGE, STOP_ALL, address_of, token
from carto.alertes.wording import words
from carto.fiches.layers import layer_of
from carto.fiches.models import Evenement, What

MAILBOX_REFUSED = range(500, 600)


def question(abonnement: Abonnement) -> EmailMultiAlternatives:
    """« Voulez-vous suivre cette fiche ? », or this place, to an address that somebody has typed."""
    with translation.override(abonnement.language):
        said = {
            "fiche": abonnement.fiche,
            "name": abonnement.about,
            "link": address_of("alertes:confirm", token(abonnement, CONFIRM)),
        }
        subject = _("Suivre « %(title)s » : est-ce bien vous ?") % {"title": abonnement.about}
        return _letter(abonnement, "question", subject, said)


def send(follower: Abonnement, messages: list[Message]) -> None:
    """One letter for all of them. Raises Undelivered, which tells a refused mailbox from a silent server."""
    try:
        with translation.override(follower.language):
            letter = written(follower, messages)
        letter.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _said in error.recipients.values()]
        raise Undelivered(refused=all(code in MAILBOX_REFUSED for code in codes)) from error
    except OSError as error:  # smtplib's errors are of this kind
        raise Undelivered from error


def written(follower: Abonnement, messages: list[Message]) -> EmailMultiAlternatives:
    """The letter, in the active language: an acknowledgement, what happened to one fiche, or a digest."""
    told = things(messages)
    shown, stop_all = told[:MOST_THINGS], len({each.abonnement_id for each in messages}) > 1
    places = {thing.place for thing in told}
    said: dict[str, Any] = {
        "things": shown,
        "more": len(told) - len(shown),
        "stop_all": stop_all,
        "stop": address_of("alertes:stop", token(follower, STOP_ALL if stop_all else MANAGE)),
        "manage": shown[0].manage,
        "is_reporter": follower.is_reporter,
        "only_place": next(iter(places)) if len(places) == 1 else "",
    }
    if follower.is_reporter and follower.rhythm == Rhythm.NOW and messages[0].evenement.what == What.SUBMITTED:
        return _letter(follower, "receipt", _receipt_subject(shown[0]), said | _promised(shown[0]))
    subject = _subject(shown[0]) if len(told) == 1 else _digest_subject(len(told), said["only_place"])
    return _letter(follower, "news", subject, said)


def foreseen(line: Evenement) -> EmailMultiAlternatives:
    """The letter that whoever sent a fiche would get of a line not written yet, without its personal links."""
    said = _("(lien personnel)")
    message = Message(evenement=line, abonnement=Abonnement(fiche=line.fiche, is_reporter=True))
    thing = Thing(line.fiche, [message], [Line(words(line), line.public_text.strip())], said, said)
    told = {"things": [thing], "more": 0, "stop_all": False, "stop": said, "manage": said, "is_reporter": True}
    return _letter(Abonnement(language=get_language() or "fr"), "news", _subject(thing), told)


def _promised(thing: Thing) -> dict[str, Any]:
    """Who answers and until when, as the fiche's own layer tells it."""
    layer = layer_of(thing.fiche.kind)
    return {"thing": thing, "facts": layer.facts(layer.objects().get(pk=thing.fiche.pk))}


def _receipt_subject(thing: Thing) -> str:
    said = {"number": thing.fiche.number, "title": thing.fiche.title}
    return _("%(number)s : c’est bien reçu (%(title)s)") % said


def _subject(thing: Thing) -> str:
    if thing.place:
        said = {"place": thing.place, "said": thing.lines[-1].said, "title": thing.fiche.title}
        return _("%(place)s : %(said)s, « %(title)s »") % said
    return _("%(title)s : %(said)s") % {"title": thing.fiche.title, "said": thing.lines[-1].said}


def _digest_subject(count: int, place: str) -> str:
    if place:
        said = ngettext("%(place)s : %(n)d nouvelle", "%(place)s : %(n)d nouvelles", count)
        return said % {"n": count, "place": place}
    said = ngettext("%(n)d nouvelle de ce que vous suivez", "%(n)d nouvelles de ce que vous suivez", count)
    return said % {"n": count}


def _letter(follower: Abonnement, name: str, subject: str, said: dict[str, Any]) -> EmailMultiAlternatives:
    """The letter from its two templates, with what lets a mail program unsubscribe by itself (RFC 8058)."""
    return letter_to(follower.email, f"alertes/email/{name}", subject, said, language=follower.language)


def letter_to(
    email: str, template: str, subject: str, said: dict[str, Any], *, language: str
) -> EmailMultiAlternatives:
    """A letter from `template`.txt and .html, whatever it tells; `said["stop"]` is where one ends it by one tap."""
    said = said | {"place": settings.CARTO_PLACE, "language": language, "site": settings.CARTO_URL}
    headers = {"Auto-Submitted": "auto-generated"}
    if "stop" in said:
        headers |= {"List-Unsubscribe": f"<{said['stop']}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    letter = EmailMultiAlternatives(
        subject=Truncator(" ".join(subject.split())).chars(150),
        body=render_to_string(f"{template}.txt", said).strip() + "\n",
        to=[email],
        headers=headers,
    )
    letter.attach_alternative(render_to_string(f"{template}.html", said), "text/html")
    return letter
