"""A picture keeps its pixels and loses everything else; what is no picture is refused with a sentence."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from carto.fiches.photos import MAX_BYTES, THUMBNAIL_SIDE, read_picture


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
    for file in (picture.image, picture.thumbnail):
        content = file.read()
        assert not Image.open(io.BytesIO(content)).getexif()
        assert b"AlicePhone" not in content and b"hidden" not in content
        assert "alice" not in file.name.lower() and "4821" not in file.name


def test_a_picture_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = read_picture(_upload(_picture(exif=exif.tobytes())))
    assert Image.open(picture.image).size == (480, 640)


def test_a_large_picture_is_made_smaller_and_has_a_thumbnail() -> None:
    picture = read_picture(_upload(_picture(size=(4000, 3000))))
    assert Image.open(picture.image).size == (2048, 1536)
    assert max(Image.open(picture.thumbnail).size) == THUMBNAIL_SIDE


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
