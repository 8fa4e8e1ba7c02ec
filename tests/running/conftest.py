"""Houses for the tests of bin/: outside pytest's own folders, which no other account may enter."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.running.house import House

BuildHouse = Callable[..., House]

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can act as another account")


@pytest.fixture
def ground() -> Iterator[Path]:
    """An empty folder that every account of the machine may enter."""
    folder = Path(tempfile.mkdtemp(prefix="maison-", dir="/var/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def build_house(ground: Path) -> Iterator[BuildHouse]:
    """A builder of houses at a place under the common ground; each is stopped and removed at the end."""
    built: list[House] = []

    def build(place: str = "maison", uid: int | None = None, **environment: str) -> House:
        root = ground / place
        root.mkdir(parents=True)
        built.append(House(root, uid, environment).build())
        return built[-1]

    yield build
    for house in built:
        house.remove()
