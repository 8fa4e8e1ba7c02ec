"""A picture keeps its pixels and loses everything else; what is no picture is refused with a sentence."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from carto.fiches.photos import MAX_BYTES, read_picture


def _picture(form: str = "JPEG", size: tuple[int, int] = (640, 480), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#c2391f").save(out, form, **options)
    return out.getvalue()


def _upload(content: bytes, name: str = "IMG_4821 chez Alice.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_place_device_and_name_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "AlicePhone"
    exif.get_ifd(0x8825)[2] = (47.0, 13.0, 2.0)
    raw = _picture(exif=exif.tobytes()) + b"hidden after the end"
    assert b"AlicePhone" in raw
    picture = read_picture(_upload(raw))
    content = picture.image.read()
    assert not Image.open(io.BytesIO(content)).getexif()
    assert b"AlicePhone" not in content and b"hidden" not in content
    assert "alice" not in picture.image.name.lower() and "4821" not in picture.image.name


@pytest.mark.parametrize(
    ("west", "gps", "place"),
    [
        ("W", {2: (47.0, 13.0, 2.0), 4: (1.0, 33.0, 25.0)}, (-1.556944, 47.217222)),
        ("E", {2: (48.0, 51.0, 24.0), 4: (2.0, 21.0, 7.9)}, None),  # Paris: the pin cannot go there
        ("W", {2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)}, None),
        ("W", {2: (470.0, 13.0, 2.0), 4: (1.0, 33.0, 25.0)}, None),
        ("W", {2: (47.0, 13.0, 2.0)}, None),
    ],
)
def test_the_place_of_a_picture_is_told_once_to_who_sends_it(
    west: str, gps: dict[int, tuple[float, ...]], place: tuple[float, float] | None
) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 3: west} | gps)
    found = read_picture(_upload(_picture(exif=exif.tobytes()))).place
    assert (found and (round(found.x, 6), round(found.y, 6))) == place


def test_a_picture_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = read_picture(_upload(_picture(exif=exif.tobytes())))
    assert Image.open(picture.image).size == (480, 640)


def test_a_large_picture_is_made_smaller() -> None:
    picture = read_picture(_upload(_picture(size=(4000, 3000))))
    assert Image.open(picture.image).size == (2048, 1536)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "HEIF"])
def test_other_formats_of_phones_are_read(form: str) -> None:
    assert Image.open(read_picture(_upload(_picture(form))).image).format == "JPEG"


def test_transparency_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(read_picture(_upload(out.getvalue())).image).getpixel((5, 5)) == (255, 255, 255)


def _bomb() -> bytes:
    """A PNG whose header claims 50,000 × 50,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (_bomb(), "trop grande"),
        (b"", "pas une photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "pas une photo"),
        (b"%PDF-1.7 not a picture", "pas une photo"),
        (_picture()[:400], "pas une photo"),
        (b"GIF89a" + b"\0" * 100, "pas une photo"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        read_picture(_upload(content))


def test_a_file_over_twenty_megabytes_is_refused_unread() -> None:
    upload = _upload(b"")
    upload.size = MAX_BYTES + 1
    with pytest.raises(ValidationError, match="trop lourde"):
        read_picture(upload)
