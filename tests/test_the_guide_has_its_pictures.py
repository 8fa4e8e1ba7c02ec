"""The pictures of the guide are there, small, said in words, and each is shown somewhere; its links lead to pages."""

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parent.parent
GUIDES: Final = sorted((ROOT / "docs" / "guide").glob("*.md"))
PICTURES: Final = ROOT / "docs" / "images"
HEAVIEST: Final = 160_000  # bytes: a chapter opens on a phone, in the street
LINK = re.compile(r"(?P<picture>!?)\[(?P<words>[^\]]*)\]\((?P<target>[^)#\s]+)[^)]*\)")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_each_picture_and_page_that_a_chapter_names_is_there(guide: Path) -> None:
    for link in LINK.finditer(guide.read_text()):
        if "://" not in link["target"]:
            assert (guide.parent / link["target"]).is_file(), link["target"]
        if link["picture"]:
            assert len(link["words"]) > 12, f"{link['target']} is not said in words"


def test_pictures_are_small_and_each_is_shown() -> None:
    shown = "".join(page.read_text() for page in [*GUIDES, ROOT / "README.md"])
    for picture in PICTURES.iterdir():
        assert picture.stat().st_size <= HEAVIEST, picture.name
        assert f"images/{picture.name}" in shown, picture.name
