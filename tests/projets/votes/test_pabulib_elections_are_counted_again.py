"""Pabulib's files are read to the letter; a complete one gives its published winners, the others say what they lack."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from projets.votes.pabulib.checking import Found, check
from projets.votes.pabulib.election import PabulibError
from projets.votes.pabulib.reading import read_file, read_pb

BOOK = """META
key;value
description;Budżet obywatelski; Łódź
num_projects;{projects}
num_votes;4
budget;1000
vote_type;approval
rule;{rule}
currency;PLN
{more}PROJECTS
project_id;cost;votes;name;selected
1;600;4;Ławki;1
2;500;3;Drzewa;0
3;400;2;Rower;1
4;200;1;Lampa;0
VOTES
voter_id;age;vote
a;34;1,2
b;;1,2,3
c;51;2,1
d;20;1,3,4
"""


def _book(rule: str = "greedy", projects: int = 4, more: str = "") -> str:
    return BOOK.format(rule=rule, projects=projects, more=more)


def test_a_complete_file_gives_its_published_winners() -> None:
    checked = check(read_pb(_book()))
    assert (checked.found, checked.lacks, checked.winners) == (Found.SAME, (), ("1", "3"))


def test_a_complete_file_that_says_otherwise_is_a_mistake_that_is_shown() -> None:
    checked = check(read_pb(_book().replace("Rower;1", "Rower;0").replace("Lampa;0", "Lampa;1")))
    assert checked.found == Found.DIFFERENT
    assert checked.why.startswith("3 (400") and "non retenu" in checked.why


def test_a_tie_that_the_file_does_not_settle_is_said_to_be_missing() -> None:
    equal = _book().replace("d;20;1,3,4", "d;20;3,4").replace("1;600;4", "1;600;3")
    checked = check(read_pb(equal))
    assert (checked.found, checked.lacks) == (Found.LACKING, ("ce qui départage une égalité n’est pas dit",))


def test_what_is_missing_is_named() -> None:
    assert "4 projets sur 5" in check(read_pb(_book(projects=5))).lacks
    assert "le seuil n’est pas dit" in check(read_pb(_book("greedy-threshold"))).lacks
    assert "n’est pas rejouée ici" in check(read_pb(_book("equalshares"))).lacks[-1]
    fewer = _book().replace("d;20;1,3,4\n", "")
    assert "3 bulletins sur 4" in check(read_pb(fewer)).lacks
    assert (
        "les voix annoncées ne sont pas celles des bulletins (1)"
        in check(read_pb(_book().replace("1;600;4", "1;600;9"))).lacks
    )


def test_a_threshold_that_is_told_is_applied() -> None:
    checked = check(read_pb(_book("greedy-threshold", more="min_project_score_threshold;3\n")))
    assert checked.winners == ("1",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bonjour", "commence par META"),
        ("META\nkey;value\nPROJECTS\nnom;cost\n1;2\n", "project_id"),
        ("META\nPROJECTS\nproject_id;cost\n1;2;3\n", "3 colonnes au lieu de 2"),
        ("META\nPROJECTS\nproject_id;cost\n1;2\nVOTES\nvoter_id;vote\na;1,1\n", "deux fois"),
        ("META\nPROJECTS\nproject_id;cost\n1;2\nVOTES\nvoter_id;vote;points\na;1;x\n", "autant de points"),
        ("META\nkey;value\n", "aucun projet"),
    ],
)
def test_a_file_that_cannot_be_read_says_its_line(text: str, said: str) -> None:
    with pytest.raises(PabulibError, match=said):
        read_pb(text)


def test_the_command_prints_a_table_and_fails_on_a_mistake(tmp_path: Path) -> None:
    good, bad, shown = tmp_path / "bon.pb", tmp_path / "autre.pb", StringIO()
    good.write_text(_book(projects=5), encoding="utf-8")
    bad.write_text(_book().replace("Lampa;0", "Lampa;1"), encoding="utf-8")
    call_command("check_pabulib", str(good), stdout=shown)
    assert "incomplet" in shown.getvalue() and "1 élections" in shown.getvalue()
    with pytest.raises(CommandError):
        call_command("check_pabulib", str(good), str(bad), stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("check_pabulib", str(tmp_path / "rien.pb"), stdout=StringIO())


@pytest.mark.skipif(not settings.CARTO_REAL_DATA, reason="CARTO_REAL_DATA is not set: no real elections")
def test_real_elections_match_or_say_what_their_file_lacks() -> None:
    checked = [
        check(election)
        for election in read_file(settings.CARTO_REAL_DATA / "projets" / "pabulib_projects_geolocated.csv.gz")
    ]
    found = [each.found for each in checked]
    assert len(checked) == 273
    assert (found.count(Found.SAME), found.count(Found.LACKING), found.count(Found.DIFFERENT)) == (118, 155, 0)
    assert all(each.lacks for each in checked if each.found == Found.LACKING)
    wroclaw = next(each for each in checked if each.election.name == "Poland_Wroclaw_2022_local.pb")
    assert wroclaw.found == Found.SAME
