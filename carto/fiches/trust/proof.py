"""A proof of work asked from a device under suspicion: the ALTCHA protocol, version 2, with nobody else in between.

The challenge is bound to one thing (its uuid), signed, good for an hour, and spent once, whichever process reads it.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

import altcha
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from carto.fiches.models import Retenue, Rule, Visit
from carto.fiches.trust.counting import note
from carto.fiches.trust.holding import lift
from carto.fiches.trust.querysets import one_at_a_time

ALGORITHM = "PBKDF2/SHA-256"
COST = 5_000  # iterations a try; with as many tries as below, a second of a laptop, some four of a cheap telephone
LEAST_TRIES, MOST_TRIES = 150, 450
GOOD_FOR = timedelta(hours=1)
LONGEST = 4000  # characters of a solution
AWAITED = "Preuve attendue"
WHAT = "preuve"
LIFTED = "Vérification faite par l’appareil : aucun robot, et rien n’a été demandé à personne."


def challenge(uuid: str) -> dict[str, Any]:
    """A fresh challenge for the thing of that uuid, as ALTCHA writes it in JSON."""
    return altcha.create_challenge(
        ALGORITHM,
        COST,
        counter=LEAST_TRIES + secrets.randbelow(MOST_TRIES - LEAST_TRIES),
        expires_at=timezone.now() + GOOD_FOR,
        data={"pour": str(uuid)},
        hmac_secret=_key("challenge"),
        hmac_key_secret=_key("solution"),
    ).to_dict()


def spend(solution: str, uuid: str = "") -> str:
    """The uuid that a solution (base64, field `altcha`) was made for, the first time it is shown; otherwise ""."""
    if not solution or len(solution) > LONGEST:
        return ""
    try:
        payload = altcha.Payload.from_base64(solution)
        verified = altcha.verify_solution(payload, _key("challenge"), hmac_key_secret=_key("solution")).verified
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    if not verified:
        return ""
    meant = (payload.challenge.parameters.data or {}).get("pour", "")
    return meant if uuid in {"", meant} and _first_time(str(payload.challenge.signature)) else ""


def _first_time(signature: str) -> bool:
    """Whether that challenge was never spent; from now on it is. Passages are kept longer than a challenge is good."""
    digest = hashlib.sha256(signature.encode()).hexdigest()
    with transaction.atomic():
        one_at_a_time(digest)
        if Visit.objects.filter(mark=digest, what=WHAT).exists():
            return False
        note(digest, WHAT)
    return True


def release(solution: str) -> bool:
    """The device has worked: what waited for that alone goes its way. False when it proves nothing (any more)."""
    meant = spend(solution)
    if not meant:
        return False
    awaited = Retenue.objects.filter(rule=Rule.FLOOD, lifted_at=None, detail__startswith=AWAITED)
    fiches = awaited.filter(fiche__uuid=meant, commentaire=None)
    for retenue in [*fiches, *awaited.filter(commentaire__uuid=meant)]:
        lift(retenue, LIFTED)
    return True


def awaited(fiche: Any) -> bool:
    """Whether the fiche waits for its author's device and for nothing else."""
    details = list(fiche.retenues.filter(commentaire=None, lifted_at=None).values_list("detail", flat=True))
    return bool(details) and all(detail.startswith(AWAITED) for detail in details)


def _key(purpose: str) -> str:
    """Ours alone, the same in every process: worked out of the setting SECRET_KEY."""
    return salted_hmac(f"carto.fiches.trust.proof.{purpose}", settings.SECRET_KEY, algorithm="sha256").hexdigest()
