"""Every command of the guide's chapter on open data runs as it is printed, against a live server."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from tests.people import alice
from tests.places import CHATEAU, COMMERCE
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db(transaction=True)
CHAPTER = Path(settings.BASE_DIR) / "docs" / "guide" / "donnees-ouvertes.md"
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def test_each_command_is_copied_and_runs(live_server: LiveServer, tmp_path: Path) -> None:
    make_idee(CHATEAU, title="Été à l’ombre", author=alice())
    make_idee(COMMERCE)
    told = []
    for language, text in BLOCK.findall(CHAPTER.read_text()):
        command = ["bash", "-eu", "-c", text] if language == "sh" else [sys.executable, "-c", text]
        own = os.environ | {"CARTE": live_server.url}
        if text.startswith("export CARTE="):
            continue
        done = subprocess.run(command, cwd=tmp_path, env=own, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, f"{text}\n{done.stderr}"
        told.append(done.stdout)
    said = "\n".join(told)
    assert "Feature Count: 2" in said
    assert "idees_points" in said
    assert "2 idées\nTrue" in said
    assert '"what": "created"' in said
    assert "dcat" in said
    assert "quartiers en désaccord : []\ntotal juste : True" in said
