"""What the tests of the desk need to exist."""

from typing import Any

from django.test import Client
from django.urls import reverse

from carto.comptes.models import Crew, Service
from carto.fiches.models import Contact
from carto.fiches.own.actions import seen
from signalements.models import Signalement


def make_crew(code: str = "enrobes", service: str = "voirie") -> Crew:
    """A crew of a service, once per code."""
    held = Service.objects.get_or_create(code=service, defaults={"name": service.capitalize()})[0]
    return Crew.objects.get_or_create(code=code, defaults={"name": f"Équipe {code}", "service": held})[0]


def reachable(signalement: Signalement) -> Contact:
    """How to reach who reported it, in words that no page may hold by chance."""
    known = {"email": "zoe.secrete@exemple.fr", "name": "Zoé Secrète", "phone": "06 98 76 54 32"}
    return Contact.objects.update_or_create(fiche_id=signalement.pk, defaults=known)[0]


def do(client: Client, signalement: Signalement, name: str, *looked_at: str, **form: Any) -> Any:
    """Send one small form of the case page, by somebody who has just opened it."""
    address = reverse("signalements:desk:act", args=[signalement.uuid, name])
    held = Signalement.objects.get(pk=signalement.pk)
    return client.post(address, ({"seen": seen(held, *looked_at)} if looked_at else {}) | form)


def case(signalement: Signalement, path: str = "") -> str:
    """The address of its page at the desk."""
    return f"/bureau/{signalement.uuid}/{path}"
