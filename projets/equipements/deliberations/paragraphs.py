"""Pages of text cut into paragraphs that one can cite: without what is printed again on each page, words mended.

Pure: from the text of each page, lines as the document breaks them, to (page, paragraph).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MOST: Final = 2000  # paragraphs of one document
LONGEST: Final = 3000  # letters of one paragraph
EDGE: Final = 3  # lines at the top and at the bottom of a page that may be printed on every page
FULL: Final = 0.8  # of the usual width: a shorter line is the last of its paragraph

# How a line begins that starts something: « Vu », « Considérant », « Article 3 », « 1° », « - ».
_STARTS = re.compile(
    r"(?:vu\b|consid[ée]rant\b|article\b|le conseil\b|d[ée]cide\b|d[ée]lib[èe]re\b|sur proposition\b"
    r"|apr[èe]s en avoir\b|[-–—•▪●*]\s|\d{1,2}\s?[°.)]\s|[a-z]\)\s|[IVX]{1,5}\s?[.)–-]\s)",
    re.IGNORECASE,
)
_ENDS = (".", ";", ":", "!", "?", "…", ".»", ". »", "»")
_NUMBER_OF_PAGE = re.compile(r"(?:page\s*)?[-–—]?\s*\d{1,4}\s*(?:(?:/|sur|de)\s*\d{1,4})?\s*[-–—]?", re.IGNORECASE)
# A hyphen where the line was broken: as it is printed, soft, or as PDFium marks those that it has understood.
_BROKEN = re.compile(r"(\w+)[-\u2010\u00ad\u0002\ufffe]$")
_UNSEEN = re.compile(r"[\u0000-\u0008\u000b-\u001f\u00ad\ufffe\ufeff\ue000-\uf8ff]")


@dataclass
class _Line:
    page: int
    text: str
    after_blank: bool


def cut(pages: Sequence[str]) -> list[tuple[int, str]]:
    """(page from 1, paragraph), in order; at most MOST, none longer than LONGEST letters."""
    lines = list(_lines(pages))
    whole = "\n".join(line.text for line in lines)
    usual = _usual_width(lines)
    found: list[tuple[int, str]] = []
    for group in _groups(lines, usual):
        text = _joined((line.text for line in group), whole)
        found += [(group[0].page, part) for part in _parts(text) if any(letter.isalnum() for letter in part)]
        if len(found) >= MOST:
            break
    return found[:MOST]


def _lines(pages: Sequence[str]) -> Iterator[_Line]:
    """What is said once: without the heads and feet of pages, nor their numbers."""
    split = [[" ".join(line.split()) for line in page.replace("\r\n", "\n").split("\n")] for page in pages]
    repeated = _repeated(split)
    for number, lines in enumerate(split, start=1):
        blank = number == 1
        shown = [index for index, line in enumerate(lines) if line]
        edges = {*shown[:EDGE], *shown[-EDGE:]}
        for index, line in enumerate(lines):
            if index in edges and (_shape(line) in repeated or _NUMBER_OF_PAGE.fullmatch(line)):
                continue
            if line:
                yield _Line(number, line, blank)
            blank = not line


def _shape(line: str) -> str:
    """A line without its figures: « Page 3 sur 12 » is the same on each page."""
    return re.sub(r"\d+", "#", line).casefold()


def _repeated(pages: Sequence[Sequence[str]]) -> set[str]:
    """Lines at the edge of most pages; of two pages, those of both."""
    met: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page if line]
        met.update({_shape(line) for line in (*lines[:EDGE], *lines[-EDGE:])})
    needed = max(2, len(pages) * 0.6)
    return {shape for shape, times in met.items() if times >= needed}


def _usual_width(lines: Sequence[_Line]) -> int:
    """The width of a full line, in letters: nine lines of ten are no longer."""
    widths = sorted(len(line.text) for line in lines)
    return widths[int(len(widths) * 0.9)] if widths else 0


def _groups(lines: Sequence[_Line], usual: int) -> Iterator[list[_Line]]:
    """Lines of one paragraph together."""
    group: list[_Line] = []
    for line in lines:
        if group and _breaks(group[-1], line, usual):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _breaks(before: _Line, line: _Line, usual: int) -> bool:
    """Whether a new paragraph begins with this line."""
    goes_on = line.text[0].islower() or bool(_BROKEN.search(before.text))
    if before.page != line.page:  # a page's end is no paragraph's, unless the sentence is over
        return not goes_on and before.text.endswith(_ENDS)
    if line.after_blank:
        return not goes_on or before.text.endswith(_ENDS)
    if _STARTS.match(line.text) and not (goes_on and line.text[0].isalpha()):
        return True
    short = len(before.text) < FULL * usual
    title = before.text.isupper() != line.text.isupper() and len(before.text) > 3
    return not goes_on and short and (before.text.endswith(_ENDS) or title)


def _joined(lines: Iterable[str], whole: str) -> str:
    """One text; a word that a line's end had broken is whole again, unless its hyphen is its own."""
    text = ""
    for line in lines:
        broken = _BROKEN.search(text)
        if not broken:
            text = f"{text} {line}" if text else line
            continue
        rest = re.match(r"\w+", line)
        head, tail = broken.group(1), rest.group() if rest else ""
        own = not tail or not tail[0].islower() or f"{head}-{tail}" in whole
        text = text[: broken.end(1)] + ("-" if own else "") + line
    return _UNSEEN.sub("", text).strip()


def _parts(text: str) -> Iterator[str]:
    """A paragraph that is too long to be cited, at the ends of its sentences."""
    while len(text) > LONGEST:
        ends = (text.rfind(mark, LONGEST // 2, LONGEST) for mark in (". ", "; ", " "))
        end = next((end for end in ends if end > 0), -1)
        at = end + 1 if end > 0 else LONGEST
        yield text[:at].strip()
        text = text[at:].strip()
    if text:
        yield text
