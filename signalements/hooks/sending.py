"""Deliveries to the systems that listen: signed, once each, tried again for two days, their failures kept to be read.

The signature is that of Standard Webhooks (https://www.standardwebhooks.com): `webhook-id`, `webhook-timestamp`
(seconds) and `webhook-signature: v1,<base64>`, an HMAC-SHA256 of "id.timestamp.body" under the bytes that the secret
says in base64 after `whsec_`. Whoever listens checks it, and leaves an id that it has had already.
"""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta
from typing import Any, Final

import requests
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from carto.alertes.rhythm import back_off
from carto.fiches.models import Visibility
from carto.outward import may_be_asked, public_session
from signalements.models import Delivery

PREFIX: Final = "whsec_"
PATIENCE: Final = 10  # seconds
MOST_ATTEMPTS: Final = 9  # 1, 4, 16, 64 minutes, then every twelve hours: about two days
KEPT: Final = timedelta(days=30)
SHOWN: Final = {Visibility.PUBLIC, Visibility.JOINED}


def new_secret() -> str:
    """For a new address; shown once."""
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def signature(secret: str, message_id: str, moment: int, body: bytes) -> str:
    """`v1,…` for the header; ValueError when the secret is none."""
    key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    signed = f"{message_id}.{moment}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def said(delivery: Delivery) -> dict[str, Any]:
    """What is told: the line that everybody may read, and where the rest is. No person, nothing internal."""
    evenement = delivery.evenement
    fiche = evenement.fiche
    return {
        "type": f"fiche.{evenement.what}",
        "timestamp": evenement.at.isoformat(),
        "data": {
            "uuid": str(fiche.uuid),
            "number": fiche.number,
            "kind": fiche.kind,
            "title": fiche.title,
            "stage": fiche.stage,
            "before": evenement.before,
            "after": evenement.after,
            "text": evenement.public_text,
            "url": f"{settings.CARTO_URL}{fiche.get_absolute_url()}",
            "api": f"{settings.CARTO_URL}/api/v1/{fiche.kind}s/{fiche.uuid}/",
        },
    }


def send_due(at: datetime) -> int:
    """Send what is due, one at a time, each held so that no other worker sends it too; returns how many were heard."""
    heard = 0
    while (told := _send_next(at)) is not None:
        heard += told
    return heard


def _send_next(at: datetime) -> int | None:
    with transaction.atomic():
        waiting = Delivery.objects.filter(state=Delivery.State.WAITING, next_at__lte=at, webhook__active=True)
        rows = waiting.select_related("webhook", "evenement__fiche").order_by("next_at", "pk")
        delivery = rows.select_for_update(of=("self",), skip_locked=True).first()
        if delivery is None:
            return None
        delivery.attempts += 1
        answer, well = _tell(delivery)
        delivery.answer = answer[:300]
        _settle(delivery, well, at)
        delivery.save()
        return int(well)


def _settle(delivery: Delivery, well: bool, at: datetime) -> None:
    if well:
        delivery.state, delivery.done_at = Delivery.State.DONE, timezone.now()
    elif delivery.attempts >= MOST_ATTEMPTS:
        delivery.state = Delivery.State.FAILED
    delivery.next_at = max(at, timezone.now()) + back_off(delivery.attempts)


def _tell(delivery: Delivery) -> tuple[str, bool]:
    """What came back, in a few words, and whether it was heard."""
    if delivery.evenement.fiche.visibility not in SHOWN:
        return "n’est plus public", True  # nothing is said of it any more
    body = json.dumps(said(delivery), ensure_ascii=False).encode()
    name, moment = f"carte-{delivery.evenement_id}-{delivery.webhook_id}", int(timezone.now().timestamp())
    try:
        if not may_be_asked(delivery.webhook.url, loopback=settings.CARTO_PUSH_LOOPBACK):
            return "adresse refusée : https et publique seulement", False
        headers = {
            "Content-Type": "application/json; charset=utf-8", "User-Agent": "carte-commune", "webhook-id": name,
            "webhook-timestamp": str(moment),
            "webhook-signature": signature(delivery.webhook.secret, name, moment, body),
        }  # fmt: skip
        session = public_session(loopback=settings.CARTO_PUSH_LOOPBACK)
        with session.post(delivery.webhook.url, data=body, headers=headers, timeout=PATIENCE, stream=True) as answer:
            return f"{answer.status_code} {answer.reason}", 200 <= answer.status_code < 300
    except (requests.RequestException, OSError, ValueError) as error:
        return type(error).__name__, False


def retry(delivery: Delivery) -> None:
    """Try once more, now."""
    delivery.state, delivery.next_at = Delivery.State.WAITING, timezone.now()
    delivery.attempts = min(delivery.attempts, MOST_ATTEMPTS - 1)
    delivery.save(update_fields=["state", "next_at", "attempts"])


def forget(at: datetime) -> int:
    """Drop what is no longer of use; returns how many."""
    settled = Delivery.objects.exclude(state=Delivery.State.WAITING)
    return settled.filter(next_at__lt=at - KEPT).delete()[0]
