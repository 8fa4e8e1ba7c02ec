"""What happens to paper: sheets are printed, a photo of one is read, and the photos are forgotten."""

import secrets
from datetime import timedelta
from typing import Any, Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from carto.comptes.models import User
from carto.fiches.photos import Picture
from projets.idees.models import Calque, Campagne, Feuille, Releve, ReleveState, Souche
from projets.idees.papers.codes import digest_of_stub, sheet_code, stub_code
from projets.idees.papers.confirming import calque_uuid
from projets.idees.papers.frame import Frame
from projets.idees.papers.layout import MAP, SCALE, STUBS, VERSION
from projets.idees.papers.querysets import confirmed_on

MOST_COPIES: Final = 30
KEPT_CONFIRMED: Final = timedelta(days=30)  # the photo of a sheet, once a person has confirmed what it says
KEPT_READ: Final = timedelta(days=90)  # nobody came back to it
KEPT_REFUSED: Final = timedelta(days=7)
SAME: Final = 4.0  # millimetres: the same sticker, photographed again


def print_sheets(
    *, title: str, frame: Frame, paper: str, copies: int, campagne: Campagne | None, person: User
) -> list[Feuille]:
    """So many sheets of one frame, each with its code and its stubs; at most MOST_COPIES."""
    shared = {
        "title": title, "geom": frame.polygon, "paper": paper, "campagne": campagne, "layout": VERSION,
        "created_by": person, "created_at": timezone.now(),
    }  # fmt: skip
    with transaction.atomic():
        return [_printed(shared) for _copy in range(min(copies, MOST_COPIES))]


def _printed(shared: dict[str, Any]) -> Feuille:
    feuille = Feuille.objects.create(code=sheet_code(), **shared)
    ranks = range(1, STUBS + 1)
    Souche.objects.bulk_create(
        Souche(feuille=feuille, rank=rank, digest=digest_of_stub(stub_code(feuille, rank))) for rank in ranks
    )
    return feuille


def renew_stubs(feuille: Feuille) -> None:
    """Before it is printed again: its stubs are those that the paper will bear, should the key be a new one."""
    for souche in feuille.souches.all():
        due = digest_of_stub(stub_code(feuille, souche.rank))
        if souche.digest != due:
            souche.digest = due
            souche.save(update_fields=["digest"])


def read_photo(picture: Picture, *, expected: Feuille | None = None, person: User | None = None) -> Releve:
    """Read the photo of a sheet at once; nothing is kept of one that cannot be read: raises corners.Unreadable.

    `expected` is the sheet that the sender says it is.
    """
    feuille, found, straight = _read(picture.image, expected)
    releve = Releve(feuille=feuille, state=ReleveState.READ, found=found, by=person, image=picture.image)
    releve.straight = straight
    releve.save()
    return releve


def keep_photo(picture: Picture, person: User) -> Releve:
    """Keep one of many photos until the worker reads it."""
    return Releve.objects.create(state=ReleveState.WAITING, by=person, image=picture.image)


def read_kept(releve: Releve) -> None:
    """Read a photo that was kept: it can then be looked at, or says why not."""
    from projets.idees.papers.reading.corners import Unreadable

    try:
        with releve.image.open("rb") as file:
            releve.feuille, releve.found, releve.straight = _read(file, None)
        releve.state = ReleveState.READ
    except Unreadable as error:
        releve.state, releve.reason = ReleveState.REFUSED, error.message[:300]
    except OSError:
        releve.state, releve.reason = ReleveState.REFUSED, _("Cette photo n’est plus là : envoyez-la de nouveau.")
    releve.save(update_fields=["state", "reason", "feuille", "found", "straight"])


def _read(file: Any, expected: Feuille | None) -> tuple[Feuille, list[dict[str, Any]], ContentFile]:
    """(its sheet, what was found, the map laid flat); raises Unreadable."""
    from projets.idees.papers.reading import sheet  # OpenCV weighs 60 MB: only who reads a photo pays it

    seen = sheet.recognise(Image.open(file))
    feuille = _feuille_of(seen.code, expected)
    frame = Frame.of_polygon(feuille.geom)
    known = [line for releve in confirmed_on(feuille) for line in releve.found]
    lines = [_line(mark, frame) for mark in sheet.find_marks(seen, feuille.paper)]
    for line in lines:
        line["known"] = any(_is_same(line, other, frame, SCALE[feuille.paper]) for other in known)
    return feuille, lines, ContentFile(sheet.jpeg_of(seen), name=f"{secrets.token_hex(16)}.jpg")


def _feuille_of(code: str, expected: Feuille | None) -> Feuille:
    from projets.idees.papers.reading.corners import Unreadable

    feuille = Feuille.objects.select_related("campagne").filter(code=code).first()
    if feuille is None:
        raise Unreadable(_("La feuille %(code)s n’a pas été imprimée ici.") % {"code": code}, code="foreign")
    if expected is not None and expected.pk != feuille.pk:
        said = {"code": code, "expected": expected.code}
        raise Unreadable(
            _("Cette photo montre la feuille %(code)s, et cette page attend la feuille %(expected)s.") % said,
            code="other",
        )
    return feuille


def _line(mark: Any, frame: Frame) -> dict[str, Any]:
    """One thing found, as a Releve keeps it."""
    geom = frame.geometry(mark.kind, mark.points)
    return {"kind": mark.kind, "colour": mark.colour, "sure": mark.sure, "geom": _geojson(geom)}


def _geojson(geom: Any) -> dict[str, Any]:
    """To seven decimals: a centimetre."""

    def rounded(part: Any) -> Any:
        return round(part, 7) if isinstance(part, float) else [rounded(each) for each in part]

    return {"type": geom.geom_type, "coordinates": rounded(geom.coords)}


def _is_same(line: dict[str, Any], other: dict[str, Any], frame: Frame, scale: float) -> bool:
    """Whether both are one sticker, seen on two photos of the sheet."""
    if line["kind"] != "sticker" or other["kind"] != "sticker" or line["colour"] != other.get("colour"):
        return False
    (x, y), (u, v) = frame.spot(*line["geom"]["coordinates"]), frame.spot(*other["geom"]["coordinates"])
    return (((x - u) * MAP.width) ** 2 + ((y - v) * MAP.height) ** 2) ** 0.5 * scale < SAME


def calque_of(releve: Releve) -> Calque | None:
    """The tracing sheet that holds what was drawn on it, once confirmed; None when nothing was."""
    return Calque.objects.filter(uuid=calque_uuid(releve.feuille)).first()


def drop_reading(releve: Releve) -> None:
    """Forget a reading that nobody has confirmed, with its photos."""
    drop_pictures(releve)
    releve.delete()


def drop_pictures(releve: Releve) -> None:
    """Delete the photos of a reading; what was confirmed stays."""
    for file in (releve.image, releve.straight):
        file.delete(save=False)


def forget_pictures() -> int:
    """Delete the photos of sheets that have served; a reading that was never confirmed goes with them. How many."""
    now = timezone.now()
    confirmed = Releve.objects.filter(state=ReleveState.CONFIRMED, confirmed_at__lt=now - KEPT_CONFIRMED)
    over = list(confirmed.exclude(image="", straight=""))
    for releve in over:
        drop_pictures(releve)
        releve.save(update_fields=["image", "straight"])
    refused = Releve.objects.filter(state=ReleveState.REFUSED, at__lt=now - KEPT_REFUSED)
    left = Releve.objects.filter(state__in=(ReleveState.READ, ReleveState.WAITING), at__lt=now - KEPT_READ)
    forgotten = [*refused, *left]
    for releve in forgotten:
        drop_reading(releve)
    return len(over) + len(forgotten)
