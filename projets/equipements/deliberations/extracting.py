"""The text of a PDF, page by page, read in a process of its own: `python -m …extracting FILE PAGES LETTERS`.

A document of a stranger's may hold a page that unfolds into gigabytes, or never ends. This process has little memory
and little time, and what it dies of is told by whoever called it. It knows nothing of the house: no settings, no
database. It writes one JSON object: {"pages": n, "texts": […]}, or {"error": "locked" | "long" | "broken"}.
"""

import contextlib
import itertools
import json
import resource
import sys
from typing import Any, Final

MEMORY: Final = 1_500_000_000  # bytes, the library's own code included
SECONDS: Final = 40  # of processor


def read(path: str, most_pages: int, most_letters: int) -> dict[str, Any]:
    """What the file holds; with `most_letters` 0, its number of pages alone."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        return {"error": "locked" if "password" in str(error).lower() else "broken"}
    pages = len(document)
    if not pages:
        return {"error": "broken"}
    if pages > most_pages:
        return {"error": "long"}
    texts: list[str] = []
    left = most_letters
    for page in document:
        if left <= 0:
            break
        text = _spaced(page.get_textpage())[:left]
        left -= len(text)
        texts.append(text)
    return {"pages": pages, "texts": texts}


def _spaced(textpage: Any) -> str:
    """The text of a page, with an empty line wherever the page leaves room between two lines.

    A gap is more than what lines usually leave, by a third of their height; what goes back up is another block.
    """
    lines, boxes, at = textpage.get_text_range().split("\r\n"), [], 0
    for line in lines:
        first = at + len(line) - len(line.lstrip())
        boxes.append(_box(textpage, first) if line.strip() else None)
        at += len(line) + 2
    follow = [(a, b) for a, b in itertools.pairwise(filter(None, boxes)) if a[0] >= b[0]]
    gaps = sorted(above[0] - below[1] for above, below in follow)
    usual = gaps[(len(gaps) - 1) // 3] if gaps else 0.0
    told: list[str] = []
    previous: tuple[float, float] | None = None
    for line, box in zip(lines, boxes, strict=True):
        if box and previous and (box[0] > previous[0] or previous[0] - box[1] > usual + (box[1] - box[0]) / 3):
            told.append("")
        told.append(line)
        previous = box or previous
    return "\n".join(told)


def _box(textpage: Any, index: int) -> tuple[float, float] | None:
    """Bottom and top of a letter, in points; None where there is none."""
    import pypdfium2

    try:
        _left, bottom, _right, top = textpage.get_charbox(index, loose=True)
    except (pypdfium2.PdfiumError, ValueError, IndexError):
        return None
    return bottom, top


def main(path: str, most_pages: str, most_letters: str) -> None:
    """Read within limits, and write what was read."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told: dict[str, Any] = {"error": "broken"}
    with contextlib.suppress(MemoryError):
        told = read(path, int(most_pages), int(most_letters))
    json.dump(told, sys.stdout)
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:4])
