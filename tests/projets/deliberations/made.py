"""Deliberations, rows of sources and PDF documents, made in one line each."""

from datetime import date
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image
from weasyprint import HTML

from projets.equipements.models import Deliberation, Import, ImportState, Ligne, Marche, Paragraphe, Source

_NUMBERS = count(1)


def make_ligne(matter: str = "deliberation", **fields: Any) -> Ligne:
    """A row of a source of its matter."""
    source = (
        fields.pop("source", None)
        or Source.objects.get_or_create(
            code=matter, defaults={"title": f"Fichier {matter}", "matter": matter, "format": "table"}
        )[0]
    )
    reading = Import.objects.get_or_create(source=source, state=ImportState.DONE)[0]
    number = next(_NUMBERS)
    told = {"key": f"{matter}-{number}", "data": {}, "sha256": "0" * 64, "number": number}
    return Ligne.objects.create(source=source, first_import=reading, last_import=reading, **(told | fields))


def make_deliberation(*paragraphs: str, **fields: Any) -> Deliberation:
    """One, with its paragraphs two a page."""
    told = {
        "reference": "2026-12", "council": "Conseil municipal", "on": date(2026, 2, 6), "matter": "Sport",
        "objet": "Piscine Léo-Lagrange : réfection de la toiture",
    }  # fmt: skip
    ligne = fields.pop("ligne", None) or make_ligne()
    one = Deliberation.objects.create(ligne=ligne, **(told | fields))
    Paragraphe.objects.bulk_create(
        Paragraphe(deliberation=one, number=number, page=(number + 1) // 2, text=text)
        for number, text in enumerate(paragraphs, start=1)
    )
    return one


def make_marche(objet: str, **fields: Any) -> Marche:
    """A contract."""
    return Marche.objects.create(ligne=make_ligne("contract"), **({"uid": objet, "objet": objet} | fields))


def pdf(*paragraphs: str, head: str = "") -> bytes:
    """A real PDF, small pages; `head` is printed at the top of each, beside their numbers."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    style = (
        "@page { size: 11cm 11cm; margin: 2cm; @top-left { content: '" + head + "' } "
        "@bottom-center { content: 'Page ' counter(page) ' sur ' counter(pages) } }"
        "body { font: 11pt serif; hyphens: none } p { margin: 0 0 1.2em }"
    )
    return HTML(string=f"<html lang=fr><style>{style}</style>{body}").write_pdf()


def scanned() -> bytes:
    """A PDF that is a picture of a page."""
    file = BytesIO()
    Image.new("L", (200, 280), 230).save(file, "PDF")
    return file.getvalue()


def locked() -> bytes:
    """A PDF whose password nobody knows."""
    key = b"(" + b"0123456789abcdef" * 2 + b")"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -44 /O " + key + b" /U " + key + b" >>",
    ]
    return _assembled(parts, b"/Encrypt 4 0 R /ID [(0123456789abcdef) (0123456789abcdef)] ")


def unfolding(content: bytes) -> bytes:
    """A PDF of one page, whose content is `content`, folded twice."""
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(content) + content + b"\nendstream"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>"
    return _assembled(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, stream]
    )


def _assembled(parts: list[bytes], trailer: bytes = b"") -> bytes:
    body, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    body_end = b"xref\n0 %d\n0000000000 65535 f \n" % size + table
    tail = b"trailer\n<< /Size %d /Root 1 0 R " % size + trailer + b">>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + body_end + tail
