"""The bench's tables: numbers as people read them, and targets that are missed are said to be missed."""

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class

from tiles.bench import cold, tables
from tiles.bench.cold import Measured
from tiles.bench.tables import Targets

OURS = ("carto.", "signalements", "projets.", "tiles")


def test_numbers_are_french() -> None:
    assert tables.number(1234.56) == "1\u202f234,6"
    assert tables.number(0.25, 2) == "0,25"
    assert tables.whole(1_000_000) == "1\u202f000\u202f000"
    assert tables.number(None) == "—"


@pytest.mark.parametrize(
    ("over", "under", "said"), [(9, 10, "× 0,90"), (250, 10, "× 25"), (None, 10, "—"), (10, None, "—"), (10, 0, "—")]
)
def test_a_ratio_without_one_of_its_sides_is_a_dash(over: float | None, under: float | None, said: str) -> None:
    assert tables.ratio(over, under) == said


def test_nineteen_in_twenty_are_no_larger() -> None:
    assert tables.percentile(range(1, 101), 0.95) == 95
    assert tables.percentile([3, 1, 2], 0.5) == 2
    assert tables.percentile([7], 0.95) == 7
    assert tables.percentile([1, 2], 1) == 2


def test_one_slow_round_does_not_decide() -> None:
    assert tables.middle([[1, 2, 3], [100, 200, 300], [2, 3, 4]], 1) == 4


def test_columns_are_aligned() -> None:
    lines = tables.table(("zoom", "ms"), [("z8", "1,0"), ("z10", "1 234,5")]).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert lines[1].startswith("z8 ")
    assert lines[1].endswith(" 1,0")


def test_a_missed_target_is_said_to_be_missed() -> None:
    targets = Targets()
    assert targets.aim("304", "≥ 2 000/s", "270/s", kept=False).startswith("✗")
    assert targets.aim("écrivains", "≥ 0,5", "× 0,69", kept=True).startswith("✓")
    assert [line[0] for line in targets.summary().splitlines()[1:]] == ["✗", "✓"]


@pytest.mark.parametrize(
    ("took", "heaviest", "kept"), [(39.0, 150_000, True), (41.0, 150_000, False), (39.0, 150_001, False)]
)
def test_a_zoom_is_good_when_it_is_both_quick_and_light(took: float, heaviest: int, kept: bool) -> None:
    assert cold.is_kept(Measured(1, [[took]], heaviest), cold.slowest_allowed(1_000_000)) is kept


def test_only_what_ought_to_be_exact_is_a_mistake() -> None:
    targets = Targets()
    targets.aim("copie", tables.EXACTLY, "3 sur 4", kept=False)
    targets.aim("compte", tables.EXACTLY, "4 sur 4", kept=True)
    targets.aim("temps", "≤ 60 s", "61 s", kept=False)
    assert targets.mistakes == ["copie"]


@pytest.mark.parametrize("name", [name for name, app in get_commands().items() if app.startswith(OURS)])
def test_every_command_says_how_it_is_used(name: str) -> None:
    command = load_command_class(get_commands()[name], name)
    assert "--help" in command.create_parser("manage.py", name).format_help()


def test_five_million_may_take_twice_as_long() -> None:
    assert (cold.slowest_allowed(1_000_000), cold.slowest_allowed(5_000_000)) == (40.0, 80.0)


@pytest.mark.parametrize("wrong", ["--fiches=0", "--fiches=beaucoup", "--rounds=-1", "--only=tout", "--peers=mapbox"])
def test_what_makes_no_sense_is_refused_before_anything_is_built(wrong: str) -> None:
    with pytest.raises(CommandError):
        call_command("bench", wrong)
