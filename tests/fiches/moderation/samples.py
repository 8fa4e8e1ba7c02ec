"""What the tests of the moderation need: two moderators, a photo that waits, and a fiche with a secret link."""

import io
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from carto.comptes.models import Role, RoleName, User
from carto.fiches.actions import digest
from carto.fiches.models import Fiche, Photo, Retenue, Rule, SecretLink, Visibility
from tests.factories import make_fiche

SECRET = "s" * 43


def emma() -> User:
    """A moderator."""
    return _moderator("emma@exemple.fr", "Emma")


def farid() -> User:
    """Another moderator."""
    return _moderator("farid@exemple.fr", "Farid")


def _moderator(email: str, name: str) -> User:
    person = User.objects.create_user(email, name=name)
    Role.objects.create(user=person, name=RoleName.MODERATOR)
    return person


def chequered(size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Black and white squares of 10 pixels: nothing of them is left where it was blurred."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for left in range(0, size[0], 10):
        for top in range(left // 10 % 2 * 10, size[1], 20):
            draw.rectangle((left, top, left + 9, top + 9), fill="black")
    return image


def make_photo(fiche: Fiche | None = None, image: Image.Image | None = None, **fields: Any) -> Photo:
    """A photo that waits, of a fiche that is there."""
    fiche = fiche or make_fiche()
    out = io.BytesIO()
    (image or chequered()).save(out, "JPEG", quality=95)
    original = ContentFile(out.getvalue(), name="abc.jpg")
    return Photo.objects.create(fiche=fiche, fiche_uuid=fiche.uuid, original=original, **fields)


def make_held(rule: str = Rule.FLOOD, **fields: Any) -> Fiche:
    """A fiche that waits because of that rule."""
    fiche = make_fiche(**({"visibility": Visibility.WAITING} | fields))
    Retenue.objects.create(fiche=fiche, rule=rule, detail="vu par un essai", at=timezone.now())
    return fiche


def with_secret(fiche: Fiche) -> str:
    """The address of its follow page."""
    SecretLink.objects.create(fiche=fiche, digest=digest(SECRET))
    return f"/suivre/{SECRET}/"
