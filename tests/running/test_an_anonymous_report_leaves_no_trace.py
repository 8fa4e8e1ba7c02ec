"""After an anonymous report nothing tells who sent it: every table, every file, every log is read and searched.

The real servers, nginx before gunicorn, as they are deployed. The person is signed in, and chooses to stay anonymous.
"""

import hashlib
import http.client
import io
import ipaddress
import json
import random
import re
import secrets
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.staticfiles.finders import get_finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from carto.comptes.models import User
from carto.fiches.models import Fiche
from tests.people import alice
from tests.signalements.samples import filled, load_content
from tiles.bench import servers

AGENT = "Mozilla/5.0 (Téléphone-de-Alice 7.13)".encode("latin-1", "replace").decode("latin-1")
FILE_NAME = "IMG_4821 chez Alice.jpg"
SERIAL = "SN-ALICE-99731"
# nginx is asked from one address of this machine; behind another front door comes somebody with IPv6.
THROUGH_NGINX, BEHIND_A_PROXY = "127.0.0.77", "2001:db8:77:1234::99"


def picture() -> SimpleUploadedFile:
    """A photograph of a megabyte and more (it takes the way of large files), that says where, when and by what."""
    exif = Image.Exif()
    exif.update({0x010F: "AlicePhone", 0x0110: "Alice 7", 0x0132: "2026:03:14 07:08:09"})
    exif.get_ifd(0x8769).update({0xA431: SERIAL, 0x9003: "2026:03:14 07:08:09"})
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 11.0, 22.33), 3: "W", 4: (1.0, 29.0, 44.55)})
    out = io.BytesIO()
    noise = Image.frombytes("RGB", (900, 700), random.Random(4).randbytes(900 * 700 * 3))
    noise.save(out, "JPEG", quality=95, exif=exif.tobytes(), comment=b"photo prise chez Alice")
    assert SERIAL.encode() in out.getvalue() and len(out.getvalue()) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE / 2
    return SimpleUploadedFile(FILE_NAME, out.getvalue(), content_type="image/jpeg")


def signed_in(person: User) -> SessionStore:
    """A session as signing in makes it."""
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
    session.save()
    return session


def rows() -> dict[str, set[str]]:
    """Every row of every table of the database, as JSON (bytea in hexadecimal)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        tables = [name for (name,) in cursor.fetchall()]
        told = {}
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(one)::text FROM {table} AS one")
            told[table] = {row for (row,) in cursor.fetchall()}
    return told


def needles(address: str, secret: str, session: SessionStore, token: str) -> list[str]:
    """All that would tell who it was, in every shape it might have been written."""
    network = str(ipaddress.ip_network((address, 24 if "." in address else 56), strict=False))
    exploded = ipaddress.ip_address(address).exploded
    addresses = {address, exploded, network, network.split("/")[0]}
    hashed = {hashlib.new(kind, each.encode()).hexdigest() for kind in ("md5", "sha1", "sha256") for each in addresses}
    packed = {ipaddress.ip_address(address).packed.hex(), str(int(ipaddress.ip_address(address)))}
    told = {AGENT, "Alice 7", "AlicePhone", "de-Alice", FILE_NAME, "IMG_4821", "chez Alice", SERIAL, "2026:03:14"}
    return sorted(addresses | hashed | packed | told | {secret, session.session_key, token, "47.18953", "-1.49570"})


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of its own for a server: what it writes, wherever, is under this one."""
    (tmp_path / "passing").mkdir()
    (tmp_path / "var" / "static").mkdir(parents=True)
    listed = [each for finder in get_finders() for each in finder.list([])]
    names = [f"{prefix}/{name}" if (prefix := getattr(kept, "prefix", "")) else name for name, kept in listed]
    manifest = {"paths": {name: name for name in names}, "version": "1.1", "hash": "essai"}
    (tmp_path / "var" / "static" / "staticfiles.json").write_text(json.dumps(manifest))
    monkeypatch.setattr(servers, "LOGS", tmp_path / "log")
    return tmp_path


@pytest.fixture
def web(house: Path, transactional_db: None) -> Iterator[str]:
    """gunicorn as it is deployed, on the tests' database: `host:port`."""
    port = servers.free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    command += ["--bind", f"127.0.0.1:{port}", "carto.wsgi"]
    database = connection.settings_dict
    environment = {
        "CARTO_VAR": str(house / "var"), "TMPDIR": str(house / "passing"), "CARTO_PROXIES": "1", "CARTO_DEBUG": "",
        "CARTO_DB_HOST": database["HOST"], "CARTO_DB_NAME": database["NAME"], "CARTO_DB_USER": database["USER"],
    }  # fmt: skip
    with servers.server("web", command, port, environment=environment) as address:
        yield address.removeprefix("http://")


@pytest.fixture
def nginx(web: str, ground: Path) -> Iterator[str]:
    """nginx as it is deployed, before gunicorn: `host:port`; it keeps its logs in the common ground."""
    try:
        program = servers.find_nginx()
    except servers.Absent as missing:
        pytest.skip(str(missing))
    for name in ("cache", "media"):
        (ground / name).mkdir()
    port = servers.free_port()
    own = servers.own_configuration(Path(program), ground, port, web)
    command = [program, "-e", f"{ground}/start.log", "-p", str(ground), "-c", str(own)]
    with servers.server("nginx", command, port) as address:
        yield address.removeprefix("http://")


class Browser:
    """Asks as one browser does, from one address, and remembers its cookies."""

    def __init__(self, host: str, address: str, session: SessionStore) -> None:
        self.host, self.address = host, address
        self.cookies = {settings.SESSION_COOKIE_NAME: session.session_key}

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> http.client.HTTPResponse:
        """The answer, its body still to be read."""
        near = self.address.startswith("127.")
        asked = http.client.HTTPConnection(self.host, timeout=60, source_address=(self.address, 0) if near else None)
        headers = {"User-Agent": AGENT, "Cookie": "; ".join(f"{name}={each}" for name, each in self.cookies.items())}
        headers |= {"Content-Type": kind} if kind else {}
        headers |= {} if near else {"X-Forwarded-For": self.address}
        asked.request(method, path, body or None, headers)
        answer = asked.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


def report(browser: Browser, secret: str) -> Fiche:
    """Fill the form and send it: refused once (its photo is kept), then accepted; then look at the follow page."""
    page = browser.ask("GET", "/signaler/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    form = filled(secret=secret, named="", csrfmiddlewaretoken=token, uuid=str(uuid.uuid4()), text="Gros trou ici")
    first = encode_multipart(BOUNDARY, form | {"categorie": "", "photos": [picture()]})
    assert browser.ask("POST", "/signaler/", first, MULTIPART_CONTENT).status == 422
    answer = browser.ask("POST", "/signaler/", encode_multipart(BOUNDARY, form), MULTIPART_CONTENT)
    assert answer.status == 302, answer.read()[:2000]
    assert browser.ask("GET", urlsplit(answer.headers["Location"]).path + "?merci=1").status == 200
    assert browser.ask("GET", f"/suivre/{'x' * 43}/").status == 404
    return Fiche.objects.get(uuid=form["uuid"])


def written(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file under a folder, its name included in what is searched."""
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "staticfiles.json":
            yield path, str(path.relative_to(folder)).encode() + b"\n" + path.read_bytes()


def search(houses: list[Path], database_log: Callable[[], bytes], told: list[str]) -> list[str]:
    """Where any of these words is found: in the database, the files, the logs of gunicorn, nginx and PostgreSQL."""
    found = [
        f"{table}: {word}" for table, lines in rows().items() for line in lines for word in told
        if word in line or word.encode().hex() in line
    ]  # fmt: skip
    files = [each for house in houses for each in written(house)]
    for path, content in [*files, (Path("server.log"), database_log())]:
        found += [f"{path}: {word}" for word in told if word.encode() in content]
    return found


@pytest.fixture
def database_log() -> Callable[[], bytes]:
    """What PostgreSQL's own log has told since the test began, when it is ours to read."""
    path = Path(settings.CARTO_VAR) / "postgis" / "data" / "server.log"
    begin = path.stat().st_size if path.exists() else 0
    return lambda: path.read_bytes()[begin:] if path.exists() else b""


def check(houses: list[Path], host: str, address: str, person: User, database_log: Callable[[], bytes]) -> None:
    """One anonymous report of somebody signed in; then the search, and a look at every row that has changed."""
    session, secret = signed_in(person), secrets.token_urlsafe(32)
    before = rows()
    browser = Browser(host, address, session)
    fiche = report(browser, secret)
    time.sleep(0.2)  # the last line of a log
    assert fiche.photos.count() == 1 and fiche.author is None
    changed = {table: lines - before.get(table, set()) for table, lines in rows().items()}
    # The session is no needle in its own table; that it has not changed is what counts.
    assert changed["public.fiches_visit"]  # counted it was
    assert not changed["public.django_session"] and not changed["public.comptes_user"]
    kept = [json.loads(line) for lines in changed.values() for line in lines]
    people = {
        name
        for row in kept
        for name, value in row.items()
        if value == person.pk and re.search("user|person|author|_by", name)
    }
    assert people == set()
    SessionStore(session.session_key).delete()
    assert search(houses, database_log, needles(address, secret, session, browser.cookies["csrftoken"])) == []


def test_neither_through_nginx_from_ipv4_nor_behind_a_proxy_from_ipv6(
    house: Path, web: str, nginx: str, ground: Path, database_log: Callable[[], bytes]
) -> None:
    load_content()
    person = alice()
    check([house, ground], web, BEHIND_A_PROXY, person, database_log)
    check([house, ground], nginx, THROUGH_NGINX, person, database_log)
    assert "/suivre/*" in (house / "log" / "web.log").read_text()
    assert "/suivre/*" in (ground / "access.log").read_text()
    assert not list((house / "passing").iterdir()) and any((house / "var" / "prive").rglob("*.jpg"))


@pytest.mark.django_db
def test_the_search_would_find_something(house: Path) -> None:
    session = signed_in(alice())
    (house / "oubli.log").write_text("GET / de 203.0.113.77")
    found = search([house], lambda: b"", ["203.0.113.77", session.session_key, "alice@exemple.fr"])
    assert sorted(line.partition(": ")[0].rpartition("/")[2] for line in found) == [
        "oubli.log", "public.comptes_user", "public.django_session",
    ]  # fmt: skip
