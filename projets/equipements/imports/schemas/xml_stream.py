"""A large XML file, record after record, with nothing that it could make us fetch or unfold: no DOCTYPE, no entity."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PIECE: Final = 1 << 16
DEEPEST: Final = 12  # elements in a record


def root_of(path: Path) -> str:
    """The name of the root, namespace left out. Raises ValidationError (French): no XML, or a DOCTYPE in it."""
    found: list[str] = []
    declared: list[str] = []
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartDoctypeDeclHandler = lambda *told: declared.append(str(told[0]))
    parser.StartElementHandler = lambda name, _attributes: found.append(name.rpartition("}")[2])
    try:
        with path.open("rb") as file:
            while not (found or declared) and (piece := file.read(PIECE)):
                parser.Parse(piece, False)
    except (expat.ExpatError, LookupError, ValueError) as error:
        if not (found or declared):
            raise _broken(error) from None
    if declared:
        raise ValidationError(_("Ce fichier XML contient un DOCTYPE : par sûreté, il n’est pas lu."))
    if not found:
        raise ValidationError(_("Ce fichier XML est vide."))
    return found[0]


def records(path: Path, root: str, named: Collection[str]) -> Iterator[tuple[str, Any]]:
    """(its element's name, record) of each child of the root that is `named`; others are passed over.

    A record is what JSON would hold: an object for an element with children, a list where one is repeated, text for
    the rest. Raises ValidationError (French) for another root, a DOCTYPE, or a file cut short.
    """
    if (met := root_of(path)) != root:
        told = _("Ce fichier XML commence par « %(met)s » ; on attendait « %(root)s ».")
        raise ValidationError(told % {"met": met[:60], "root": root})
    try:
        events = iter(ElementTree.iterparse(path, events=("start", "end")))
        _event, top = next(events)
        depth = 1
        for event, element in events:
            depth += 1 if event == "start" else -1
            if event == "end" and depth == 1:
                name = _name(element)
                if name in named:
                    yield name, _told(element, 0)
                top.clear()
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise _broken(error) from None


def _told(element: ElementTree.Element, depth: int) -> Any:
    if not len(element):
        return (element.text or "").strip()
    if depth > DEEPEST:
        return ""
    found: dict[str, Any] = {}
    for child in element:
        name, value = _name(child), _told(child, depth + 1)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _broken(error: Exception) -> ValidationError:
    told = _("Ce fichier XML ne se lit pas : il est coupé ou mal écrit (%(where)s).")
    line, column = getattr(error, "position", None) or (getattr(error, "lineno", 0), getattr(error, "offset", 0))
    return ValidationError(told % {"where": _("ligne %(n)s, colonne %(c)s") % {"n": line, "c": column}})
