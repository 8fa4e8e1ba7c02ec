"""Pictures as they may be shown: read, turned upright, re-encoded without any metadata, with a thumbnail.

Nothing of the original file survives: neither its name nor its EXIF (place, time, device), nor bytes hidden after it.
"""

import io
import secrets
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

register_heif_opener()

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000  # the largest phone pictures; a bomb says more in its header and is never decoded
SIDE, THUMBNAIL_SIDE = 2048, 480
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")


@dataclass(frozen=True)
class Picture:
    """A picture ready to be stored: two JPEG files under random names."""

    image: ContentFile
    thumbnail: ContentFile


def read_picture(upload: UploadedFile) -> Picture:
    """An upload → a safe picture; raises ValidationError (French) for what is too heavy, too large or no picture."""
    if upload.size > MAX_BYTES:
        raise ValidationError(_("Cette photo est trop lourde (20 Mo au plus)."), code="heavy")
    try:
        image = _upright(upload)
    except Image.DecompressionBombError as error:
        raise ValidationError(_("Cette photo est trop grande."), code="large") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise ValidationError(
            _("Ce fichier n’est pas une photo lisible (JPEG, PNG, WebP ou HEIC)."), code="type"
        ) from error
    name = secrets.token_hex(16)
    return Picture(
        image=ContentFile(_jpeg(image, SIDE), name=f"{name}.jpg"),
        thumbnail=ContentFile(_jpeg(image, THUMBNAIL_SIDE), name=f"{name}-petite.jpg"),
    )


def _upright(upload: UploadedFile) -> Image.Image:
    """The decoded first frame, in sRGB on white, turned as its EXIF says."""
    image = Image.open(upload, formats=FORMATS)
    if image.width * image.height > MAX_PIXELS:
        raise Image.DecompressionBombError
    image.draft("RGB", (SIDE, SIDE))  # a JPEG is then decoded at a fraction of its size
    image.load()
    image = ImageOps.exif_transpose(image)
    image = _in_srgb(image)
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        image = Image.new("RGB", layer.size, "white")
        image.paste(layer, mask=layer.getchannel("A"))
    return image.convert("RGB")


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


def _jpeg(image: Image.Image, side: int) -> bytes:
    """JPEG bytes at most `side` pixels wide and high, from the pixels alone."""
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", small.size)
    bare.paste(small)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue()
