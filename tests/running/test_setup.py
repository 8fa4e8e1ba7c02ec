"""What bin/run does about a machine that lacks something: it installs it, or says in one line how to."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.running.conftest import BuildHouse, as_root
from tests.running.house import NOBODY, House


def machine_without(ground: Path, *absent: str, **instead: str) -> str:
    """A PATH on which all of this machine's programs are found but some, and some are replaced by a shell script."""
    programs = ground / "programs"
    programs.mkdir()
    for folder in (Path("/usr/local/bin"), Path("/usr/sbin"), Path("/usr/bin")):
        for program in folder.iterdir():
            link = programs / program.name
            if program.name not in absent and program.name not in instead and not link.is_symlink():
                link.symlink_to(program)
    for name, script in instead.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    return str(programs)


@pytest.fixture
def plain_account(build_house: BuildHouse) -> House:
    """A house of somebody who may not install anything."""
    return build_house("une maison", uid=NOBODY)


@as_root
def test_somebody_who_may_not_install_is_given_one_line_to_type(plain_account: House, ground: Path) -> None:
    plain_account.environment["PATH"] = machine_without(ground, "tilemaker", "sudo")
    refused = plain_account.run("bin/run")
    assert refused.returncode == 1
    (line,) = [line.strip() for line in refused.stderr.splitlines() if "sudo" in line]
    assert subprocess.run(["bash", "-n", "-c", line], check=False).returncode == 0
    assert re.search(r"apt-get .*install -y .*\btilemaker\b", line)
    assert "postgresql" not in line  # it is there already


@as_root
def test_a_sudo_that_would_ask_for_a_password_is_not_used(plain_account: House, ground: Path) -> None:
    asks = '[ "$1" = -n ] && { echo "sudo: a password is required" >&2; exit 1; }; echo asked > asked; exit 1'
    plain_account.environment["PATH"] = machine_without(ground, "tilemaker", sudo=asks)
    assert plain_account.run("bin/run").returncode == 1
    assert not (plain_account.root / "asked").exists()


@as_root
def test_a_free_sudo_installs_what_is_missing_and_only_that(plain_account: House, ground: Path) -> None:
    path = machine_without(
        ground, "tilemaker", **{"sudo": 'shift; exec "$@"', "apt-get": 'echo "$*" >> apt.asked; exit 0'}
    )
    plain_account.environment["PATH"] = path
    refused = plain_account.run("bin/run")
    assert "Toujours absents après installation : tilemaker" in refused.stderr  # this apt-get installs nothing
    update, install = (plain_account.root / "apt.asked").read_text().splitlines()
    assert update.startswith("update")
    assert install.endswith("install -y --no-install-recommends tilemaker")


@as_root
def test_a_failed_installation_names_the_step_and_its_log(plain_account: House, ground: Path) -> None:
    broken = 'echo "E: Unable to locate package $*" >&2; exit 100'
    plain_account.environment["PATH"] = machine_without(
        ground, "tilemaker", **{"sudo": 'shift; exec "$@"', "apt-get": broken}
    )
    refused = plain_account.run("bin/run")
    assert "Paquets de Debian (tilemaker) … échec" in refused.stdout
    assert "E: Unable to locate package" in refused.stderr
    assert str(plain_account.root / "var" / "log" / "apt.log") in refused.stderr


@as_root
def test_an_old_python_is_named(plain_account: House, ground: Path) -> None:
    old = 'case $1 in --version) echo "Python 3.10.12" ;; *) exit 1 ;; esac'
    newer = [f"python3.{minor}" for minor in range(11, 15)]
    plain_account.environment["PATH"] = machine_without(ground, *newer, python3=old)
    refused = plain_account.run("bin/run")
    assert refused.returncode == 1
    assert "Il faut Python 3.11 ou plus récent ; ici : Python 3.10.12" in refused.stderr


@as_root
def test_a_folder_that_may_not_be_written_is_named(build_house: BuildHouse) -> None:
    refused = build_house().run("bin/run", uid=NOBODY)
    assert refused.returncode == 1
    assert "« nobody » ne peut pas écrire dans" in refused.stderr
