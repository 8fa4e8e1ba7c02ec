"""By which door somebody is at home on a fiche: its secret link, or the account of whoever signed it."""

from dataclasses import dataclass
from uuid import UUID

import segno
from django.http import Http404, HttpRequest
from django.urls import reverse

from carto.comptes.models import User
from carto.fiches.actions import fiche_of_secret
from carto.fiches.models import Fiche


@dataclass(frozen=True)
class Door:
    """An open door. `person` is known by the account's alone: the secret link says nothing of who holds it."""

    fiche: Fiche
    secret: str = ""
    person: User | None = None

    def url(self, action: str = "") -> str:
        """The address of this room, or of one of its actions (« corriger »)."""
        if self.secret:
            base = reverse("fiches:follow", args=[self.secret])
        else:
            base = reverse("fiches:mine", args=[self.fiche.uuid])
        return f"{base}{action}/" if action else base


def open_door(request: HttpRequest, *, secret: str = "", uuid: UUID | None = None) -> Door:
    """The door that an address opens; Http404 for a wrong secret, and for a fiche that the account did not sign."""
    if secret:
        fiche = fiche_of_secret(secret)
        if fiche is None:
            raise Http404
        return Door(fiche, secret)
    fiche = Fiche.objects.select_related("theme").filter(uuid=uuid, author=request.user).first()
    if fiche is None:
        raise Http404
    return Door(fiche, person=request.user)


def qr_code(link: str) -> str:
    """The link as a QR code, an SVG in a `data:` address: black on white, dark theme or not, for every camera."""
    return segno.make(link, error="m").svg_data_uri(scale=4, border=4, dark="#000", light="#fff", omitsize=True)
