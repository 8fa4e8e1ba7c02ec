"""The worker reads one module an app: what a room asks of it has to be named there, or it is never done."""

from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
ROOMS = sorted(path.relative_to(HOUSE) for path in HOUSE.glob("projets/*/*/tasks.py"))


@pytest.mark.parametrize("path", ROOMS, ids=str)
def test_the_tasks_of_a_room_are_named_in_those_of_its_app(path: Path) -> None:
    room = ".".join(path.parent.parts)
    package, name = room.rsplit(".", 1)
    told = (HOUSE / path.parents[1] / "tasks.py").read_text()
    assert f"from {package}.{name} import tasks as {name}" in told
