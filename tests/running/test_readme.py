"""README names every setting and every option, so that nobody has to read the code to run the house."""

import re
import subprocess

import pytest

from tests.running.house import PROJECT

README = (PROJECT / "README.md").read_text()


def settings_read() -> set[str]:
    """The names of the environment's settings that the application and its deployment read."""
    sources = [PROJECT / "carto" / "settings.py", PROJECT / "deploy" / "gunicorn.conf.py"]
    return {name for source in sources for name in re.findall(r'"(CARTO_[A-Z_]+)"', source.read_text())}


def test_every_setting_is_in_the_table_and_no_other() -> None:
    documented = set(re.findall(r"`(CARTO_[A-Z_]+)`", README.partition("## Settings")[2]))
    assert documented == settings_read()


@pytest.mark.parametrize("script", ["run", "test", "postgis"])
def test_every_option_is_told(script: str) -> None:
    usage = subprocess.run([PROJECT / "bin" / script, "--help"], capture_output=True, text=True, check=False).stdout
    words = re.findall(r"--[a-z]+", usage) or re.findall(r"^bin/postgis (\w+)", usage, re.M)
    assert words
    assert [word for word in words if word not in README] == ["init"] * ("init" in words)


def test_every_setting_of_the_example_exists() -> None:
    named = set(re.findall(r"^(CARTO_[A-Z_]+)=", (PROJECT / ".env.example").read_text(), re.M))
    for_compose_alone = {"CARTO_PUBLISH", "CARTO_OSM", "CARTO_TERRITOIRES"}
    assert named - for_compose_alone <= settings_read()


def test_the_licence_is_the_whole_official_text() -> None:
    text = (PROJECT / "LICENSE").read_text()
    assert text.startswith(
        "                    GNU AFFERO GENERAL PUBLIC LICENSE\n                       Version 3, 19 November 2007\n"
    )
    assert len(text.splitlines()) == 661
    assert text.endswith("<https://www.gnu.org/licenses/>.\n")
