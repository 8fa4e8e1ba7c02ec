"""A voice as a file: looked at for what it is, without what it knows of who made it (tags, device, place)."""

import io
from dataclasses import dataclass
from typing import Final

import mutagen
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from mutagen import MutagenError
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

MOST_BYTES: Final = 20 * 1024 * 1024
LONGEST: Final = 180  # seconds
KNOWN: Final = {MP3: "mp3", MP4: "m4a", OggOpus: "ogg", OggVorbis: "ogg", WAVE: "wav"}
TYPES: Final = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "wav": "audio/wav"}


@dataclass(frozen=True)
class Voice:
    """Ready to be stored: the sound alone, its length, how its file ends."""

    file: ContentFile
    seconds: int
    extension: str


def read_voice(raw: bytes) -> Voice:
    """The voice in these bytes; its true sort is read from them, whatever its name says.

    Raises ValidationError (French) for what is too heavy, too long, empty, or no sound that browsers play.
    """
    if len(raw) > MOST_BYTES:
        raise ValidationError(_("Ce son est trop lourd : vingt mégaoctets au plus."), code="heavy")
    content = io.BytesIO(raw)
    try:
        sound = mutagen.File(content, options=list(KNOWN))
    except (MutagenError, ValueError, OverflowError, KeyError, IndexError) as error:
        raise _unreadable() from error
    extension = KNOWN.get(type(sound), "")
    seconds = float(getattr(getattr(sound, "info", None), "length", 0) or 0)
    if not extension or seconds <= 0:
        raise _unreadable()
    if seconds > LONGEST:
        raise ValidationError(_("Ce message est trop long : trois minutes au plus."), code="long")
    return Voice(ContentFile(_untagged(sound, content), name=f"voix.{extension}"), max(1, round(seconds)), extension)


def _untagged(sound: mutagen.FileType, content: io.BytesIO) -> bytes:
    """The same sound without its tags; a file that cannot be rewritten is not kept."""
    try:
        content.seek(0)
        sound.delete(content)
    except (MutagenError, ValueError, OSError) as error:
        raise _unreadable() from error
    return content.getvalue()


def _unreadable() -> ValidationError:
    return ValidationError(_("Ce fichier n’est pas un son que nous sachions lire : MP3, M4A, OGG ou WAV."), code="sort")
