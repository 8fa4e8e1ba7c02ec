"""The page where a person checks what a machine read: each mark beside its picture, with what may be corrected."""

from typing import Any, Final

from django.http import QueryDict

from projets.idees.models import Autocollant, Releve
from projets.idees.papers.forms import MarkFormSet, initial_of
from projets.idees.papers.frame import Frame
from projets.idees.papers.layout import MAP, SCALE, STICKER
from projets.idees.papers.plan import plan_address

PREFIX: Final = "m"
PLAN_WIDTH: Final = 1160
GREY: Final = "#53585e"  # of a mark that somebody adds


def formset_of(releve: Releve, data: QueryDict | None) -> Any:
    """One form a mark; with `ajouter` in what was sent, one more, in the middle of the map."""
    frame, paper = Frame.of_polygon(releve.feuille.geom), releve.feuille.paper
    palette = {sticker.code: sticker for sticker in Autocollant.objects.offered()}
    told = {"palette": palette, "frame": frame, "paper": paper, "found": releve.found}
    if data is not None and "ajouter" in data:
        data = _with_one_more(data, SCALE[paper])
    initial = [initial_of(rank, line, frame, paper) for rank, line in enumerate(releve.found)]
    return MarkFormSet(data, prefix=PREFIX, form_kwargs=told, initial=initial)


def _with_one_more(data: QueryDict, scale: float) -> QueryDict:
    sent = data.copy()
    total = int(sent.get(f"{PREFIX}-TOTAL_FORMS", "0")) if sent.get(f"{PREFIX}-TOTAL_FORMS", "").isdigit() else 0
    middle = {"x": MAP.width / 2 * scale, "y": MAP.height / 2 * scale}
    sent |= {f"{PREFIX}-{total}-{name}": f"{place:.1f}" for name, place in middle.items()}
    sent |= {f"{PREFIX}-{total}-keep": "on", f"{PREFIX}-{total}-autocollant": "autre", f"{PREFIX}-{total}-stub": "0"}
    sent[f"{PREFIX}-TOTAL_FORMS"] = str(total + 1)
    return sent


def checking(releve: Releve, formset: Any) -> dict[str, Any]:
    """What the page shows: the marks as they are drawn on both pictures, whose sides are the paper's millimetres."""
    feuille = releve.feuille
    frame, scale = Frame.of_polygon(feuille.geom), SCALE[feuille.paper]
    return {
        "formset": formset,
        "marks": [_drawn(number, form, frame, scale) for number, form in enumerate(formset, start=1)],
        "wide": f"{MAP.width * scale:.1f}", "high": f"{MAP.height * scale:.1f}", "radius": STICKER / 2,
        "plan": plan_address(feuille, PLAN_WIDTH),
        "known": sum(bool(line.get("known")) for line in releve.found),
    }  # fmt: skip


def _drawn(number: int, form: Any, frame: Frame, scale: float) -> dict[str, Any]:
    """One mark: its number, its form, its place or its path in millimetres, its colour."""
    told = {"number": number, "form": form, "paint": form.colour.paint if form.colour else GREY}
    if form.is_sticker:
        return told | {"x": form["x"].value(), "y": form["y"].value()}
    places = form.line["geom"]["coordinates"]
    places = places[0] if form.line["kind"] == "area" else places
    spots = [frame.spot(*place) for place in places]
    points = [(round(x * MAP.width * scale, 1), round(y * MAP.height * scale, 1)) for x, y in spots]
    path = " ".join(f"{x},{y}" for x, y in points)
    return told | {"path": path, "x": points[0][0], "y": points[0][1], "closed": form.line["kind"] == "area"}
