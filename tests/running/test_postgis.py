"""bin/postgis keeps a cluster of the project's own, wherever the project lies and whoever runs it."""

import os
import signal
import stat
from pathlib import Path

import pytest

from tests.running.conftest import BuildHouse, as_root
from tests.running.house import NAMELESS, NOBODY, House

DEEP = "/".join(["un-dossier-au-nom-assez-long"] * 4)
LONGEST_SOCKET = 107


def assert_serves(house: House) -> None:
    """The cluster starts, holds PostGIS, answers on its socket, and a second start changes nothing."""
    started = house.postgis("start")
    assert started.returncode == 0, started.stderr
    assert house.query("CREATE EXTENSION postgis; SELECT ST_AsText(ST_Point(1, 2))").endswith("POINT(1 2)")
    server = house.query("SELECT pg_postmaster_start_time()")
    assert house.postgis("start").returncode == 0
    assert house.query("SELECT pg_postmaster_start_time()") == server


@pytest.mark.parametrize("place", ["maison", "une maison à nous, là-bas", 'l\'"autre" $HOME', DEEP])
def test_the_cluster_serves_from_any_folder(build_house: BuildHouse, place: str) -> None:
    house = build_house(place)
    assert_serves(house)
    assert len(os.fsencode(house.socket() / ".s.PGSQL.5432")) <= LONGEST_SOCKET


@as_root
@pytest.mark.parametrize(
    "place", ["maison", *(pytest.param(odd, marks=pytest.mark.long) for odd in ("une maison à nous, là-bas", DEEP))]
)
def test_a_plain_account_has_a_cluster_too(build_house: BuildHouse, place: str) -> None:
    house = build_house(place, uid=NOBODY)
    assert_serves(house)
    assert house.data().stat().st_uid == NOBODY


@as_root
def test_root_keeps_the_data_elsewhere_when_the_home_is_closed_and_says_where(
    build_house: BuildHouse, ground: Path
) -> None:
    house = build_house("foyer/maison")
    (ground / "foyer").chmod(0o700)
    said = house.postgis("start").stdout
    assert str(house.data().parent) in said
    assert house.data().is_relative_to("/var/lib")
    assert_serves(house)


@as_root
def test_an_account_without_a_name_is_told_so(build_house: BuildHouse) -> None:
    house = build_house(uid=NAMELESS)
    refused = house.postgis("start")
    assert refused.returncode == 1
    assert f"compte sans nom (uid {NAMELESS})" in refused.stderr
    house.uid = None  # so that it can be removed


def test_nothing_listens_on_the_network_and_only_the_owner_reads_the_socket(build_house: BuildHouse) -> None:
    house = build_house()
    house.postgis("start")
    assert house.query("SHOW listen_addresses") == ""
    assert stat.S_IMODE(house.socket().stat().st_mode) == 0o700
    assert stat.S_IMODE(house.data().stat().st_mode) == 0o700


@as_root
def test_another_account_is_refused_even_where_the_socket_can_be_reached(build_house: BuildHouse) -> None:
    house = build_house(uid=NOBODY)
    house.postgis("start")
    command = ("psql", "-h", str(house.socket()), "-U", "carto", "-d", "carto", "-c", "SELECT 1")
    assert "Permission denied" in house.run(*command, uid=1).stderr
    house.socket().chmod(0o755)
    (house.socket() / ".s.PGSQL.5432").chmod(0o777)
    assert "Peer authentication failed" in house.run(*command, uid=1).stderr


@as_root
def test_a_folder_of_somebody_else_s_is_not_used_for_the_socket(build_house: BuildHouse, ground: Path) -> None:
    shared = ground / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    house = build_house(DEEP, uid=NOBODY, XDG_RUNTIME_DIR=str(shared))
    trap = house.socket()
    assert trap.parent == shared
    trap.mkdir()
    refused = house.postgis("start")
    assert refused.returncode == 1
    assert "n’est pas à nous" in refused.stderr


def test_a_cluster_that_was_killed_starts_again(build_house: BuildHouse) -> None:
    house = build_house()
    house.postgis("start")
    house.query("CREATE TABLE kept AS SELECT 7 AS n")
    process = int((house.data() / "postmaster.pid").read_text().splitlines()[0])
    os.kill(process, signal.SIGKILL)
    assert house.postgis("start").returncode == 0
    assert house.query("SELECT n FROM kept") == "7"


def test_status_says_by_its_exit_whether_the_cluster_runs(build_house: BuildHouse) -> None:
    house = build_house()
    assert house.postgis("status").returncode == 3
    house.postgis("start")
    assert house.postgis("status").returncode == 0
    house.postgis("stop")
    assert house.postgis("status").returncode == 3


def test_a_cluster_started_by_hand_outlives_bin_run(build_house: BuildHouse) -> None:
    house = build_house()
    house.postgis("start")
    house.postgis("lease")
    house.postgis("release")
    assert house.postgis("status").returncode == 0


def test_the_last_to_leave_stops_a_leased_cluster(build_house: BuildHouse) -> None:
    house = build_house()
    leave_first = 'exec 8>var/postgis.lease; flock -s 8; bin/postgis release; bin/postgis status >&2; echo "$?"'
    house.postgis("lease")
    assert house.run("bash", "-c", leave_first).stdout == "0\n"
    house.postgis("release")
    assert house.postgis("status").returncode == 3


def test_an_unknown_word_prints_the_commands(build_house: BuildHouse) -> None:
    refused = build_house().postgis("dance")
    assert refused.returncode == 2
    assert "bin/postgis start" in refused.stdout
