"""Every answer carries its policy, without exceptions: a page runs our scripts alone, data run nothing."""

import json
import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from carto.policy import digest_of
from tests.people import alice
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
PAGES = (
    "/",
    "/liste/",
    "/signaler/",
    "/proposer/",
    "/donnees/",
    "/compte/acces/login/code/",
    "/regles/",
    "/nulle-part/",
)
DATA = ("/api/v1/fiches/", "/tuiles/style.json", "/tuiles/signalements/12/2031/1437.mvt", "/donnees/fiches.csv")


def policy_of(client: Client, address: str) -> dict[str, list[str]]:
    header = client.get(address)["Content-Security-Policy"]
    return {rule.split()[0]: rule.split()[1:] for rule in header.split(";") if rule.strip()}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_loads_ours_alone_and_never_runs_what_is_written_in_it(client: Client, address: str) -> None:
    policy = policy_of(client, address)
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert policy["style-src"] == policy["form-action"] == policy["connect-src"] == ["'self'"]
    assert all(source == "'self'" or source.startswith("'sha256-") for source in policy["script-src"])
    assert policy["report-to"] == ["csp"] and policy["report-uri"] == ["/csp/"]


def test_only_a_page_with_a_map_may_hold_a_script_and_it_is_this_one(client: Client) -> None:
    page = client.get("/").content.decode()
    words = page.partition('<script type="importmap">')[2].partition("</script>")[0]
    assert policy_of(client, "/")["script-src"] == ["'self'", digest_of(words)]
    assert json.loads(words)["imports"]["maplibre-gl"].startswith("/static/")
    assert policy_of(client, "/liste/")["script-src"] == ["'self'"]


@pytest.mark.parametrize("address", DATA)
def test_data_run_nothing(client: Client, address: str) -> None:
    assert policy_of(client, address) == {
        rule: ["'none'"] for rule in ("default-src", "frame-ancestors", "form-action", "base-uri")
    }


def test_a_worker_may_ask_us_and_a_stranger_s_photo_may_nothing(client: Client) -> None:
    worker = policy_of(client, "/sw.js")
    assert worker["connect-src"] == worker["script-src"] == ["'self'"] and worker["default-src"] == ["'none'"]
    photo = Path(settings.MEDIA_ROOT) / "photos" / "trou.svg"
    photo.parent.mkdir(parents=True)
    photo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert policy_of(client, "/media/photos/trou.svg") == {"default-src": ["'none'"], "sandbox": []}


def test_the_admin_has_no_exception(client: Client) -> None:
    person = alice()
    person.is_staff = person.is_superuser = True
    person.save()
    client.force_login(person)
    signalement = make_signalement()
    for address in ("/admin/", "/admin/comptes/user/", f"/admin/signalements/signalement/{signalement.pk}/change/"):
        policy, page = policy_of(client, address), client.get(address).content.decode()
        assert policy["script-src"] == policy["style-src"] == ["'self'"]
        assert "style=" not in page and "javascript:" not in page and "onclick=" not in page


BLOCKED = {"effectiveDirective": "script-src-elem", "blockedURL": "https://ailleurs.example/a.js?x=1"}
OLD = {"violated-directive": "style-src", "blocked-uri": "inline", "document-uri": "https://ville.example/liste/?q=moi"}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (
            [{"type": "csp-violation", "body": BLOCKED | {"documentURL": "https://ville.example/suivre/abc/?q=moi"}}],
            "script-src-elem: https://ailleurs.example on /suivre/",
        ),
        ({"csp-report": OLD}, "style-src: inline on /liste/"),
    ],
)
def test_what_is_blocked_is_written_down_without_who_looked(
    client: Client, caplog: pytest.LogCaptureFixture, sent: object, said: str
) -> None:
    with caplog.at_level(logging.WARNING, "carto.policy"):
        answer = client.post("/csp/", json.dumps(sent), content_type="application/reports+json", REMOTE_ADDR="9.9.9.9")
    assert answer.status_code == 204
    assert said in caplog.text and "moi" not in caplog.text and "9.9.9.9" not in caplog.text


@pytest.mark.parametrize("sent", [b"", b"\xff", b"3", b"[3]", b'{"csp-report": 3}', b"[" * 9000, b'{"a": {}}' * 9000])
def test_what_is_no_report_is_refused_or_says_nothing(
    client: Client, caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    assert client.post("/csp/", sent, content_type="application/csp-report").status_code in {204, 400}
    assert client.get("/csp/").status_code == 405
    assert "carto.policy" not in {record.name for record in caplog.records}


def test_a_page_wrong_everywhere_does_not_fill_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "carto.policy"):
        client.post("/csp/", json.dumps([{"csp-report": OLD | {"blocked-uri": "a\nb"}}] * 90), content_type="text/json")
    assert 1 <= len([record for record in caplog.records if record.name == "carto.policy"]) <= 60
    assert "a\nb" not in caplog.text
