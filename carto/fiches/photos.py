"""Pictures as they may be shown: read, turned upright, re-encoded without any metadata, with a thumbnail.

Nothing of the original file survives: neither its name nor its EXIF (time, device), nor bytes hidden after it. The
place is read once, for the person who sends it, and is not kept with the picture.
"""

import io
import secrets
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from carto.geometry import read_point

register_heif_opener()

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000  # the largest phone pictures; a bomb says more in its header and is never decoded
SIDE, THUMBNAIL_SIDE = 2048, 480
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")


@dataclass(frozen=True)
class Picture:
    """A picture ready to be stored, a JPEG under a random name; `place` (SRID 4326) is where its EXIF says it was."""

    image: ContentFile
    place: Point | None = None


def read_picture(upload: UploadedFile) -> Picture:
    """An upload → a safe picture; raises ValidationError (French) for what is too heavy, too large or no picture."""
    if upload.size > MAX_BYTES:
        raise ValidationError(_("Cette photo est trop lourde (20 Mo au plus)."), code="heavy")
    try:
        image, place = _upright(upload)
    except Image.DecompressionBombError as error:
        raise ValidationError(_("Cette photo est trop grande."), code="large") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise ValidationError(
            _("Ce fichier n’est pas une photo lisible (JPEG, PNG, WebP ou HEIC)."), code="type"
        ) from error
    return Picture(ContentFile(jpeg(image, SIDE), name=f"{secrets.token_hex(16)}.jpg"), place)


def _upright(upload: UploadedFile) -> tuple[Image.Image, Point | None]:
    """The decoded first frame, in sRGB on white, turned as its EXIF says; and where it was taken."""
    image = Image.open(upload, formats=FORMATS)
    if image.width * image.height > MAX_PIXELS:
        raise Image.DecompressionBombError
    image.draft("RGB", (SIDE, SIDE))  # a JPEG is then decoded at a fraction of its size
    image.load()
    place = _place_of(image)
    image = ImageOps.exif_transpose(image)
    image = _in_srgb(image)
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        image = Image.new("RGB", layer.size, "white")
        image.paste(layer, mask=layer.getchannel("A"))
    return image.convert("RGB"), place


def _place_of(image: Image.Image) -> Point | None:
    """Where the camera says it stood (EXIF 2.32, GPS IFD, tags 1 to 4), when that is a place on Earth."""
    try:
        gps = image.getexif().get_ifd(0x8825)
        degrees = {tag: float(d) + float(m) / 60 + float(s) / 3600 for tag in (2, 4) for d, m, s in [gps[tag]]}
        latitude = -degrees[2] if gps.get(1) == "S" else degrees[2]
        longitude = -degrees[4] if gps.get(3) == "W" else degrees[4]
        # A camera that has not found itself yet writes 0, 0.
        return read_point(f"{longitude:.7f}", f"{latitude:.7f}") if (longitude, latitude) != (0, 0) else None
    except (KeyError, TypeError, ValueError, ZeroDivisionError, SyntaxError, OSError, ValidationError):
        return None


def _in_srgb(image: Image.Image) -> Image.Image:
    """Phones write in Display P3: once the profile is gone the colours would look dull."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode != "RGB":
        return image
    try:
        return ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def jpeg(image: Image.Image, side: int) -> bytes:
    """JPEG bytes at most `side` pixels wide and high, from the pixels alone."""
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", small.size)
    bare.paste(small)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue()
