"""The services' desk in a full city: its queues, a kept view, searches, its map, and the table of every row."""

import random
import secrets
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from os import environ
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from carto.comptes.models import Role, RoleName, Service, User
from signalements.desk.queues import QUEUES
from tiles.bench import loaders
from tiles.bench.asking import Client
from tiles.bench.ground import Ground
from tiles.bench.querysets.reports import busiest_service, chosen, commonest_words, hand_out, load_signalements, numbers
from tiles.bench.servers import Absent
from tiles.bench.tables import middle, number, table, whole

SOON: Final = 200.0  # milliseconds
MEMORY: Final = 150.0  # megabytes
TURNS: Final = 12  # of each address, a round
DESK: Final = "/bureau/"
BULK: Final = "/bureau/lots/nouveau/"
PREVIEWED: Final = (50, 1000)  # a page of the queue, and what somebody clears after a storm
SAID: Final = "Notre équipe s’en occupe cette semaine."
VIEW: Final = {"file": "retard", "priorite": "pressante", "tri": "priorite"}
REGULATOR, AGENT = "regulation@mesure.invalid", "agent@mesure.invalid"


def measure(ground: Ground) -> None:
    """Print how long each page takes to an agent and to a regulator, then what the table of all rows takes."""
    if added := load_signalements():
        ground.tell(f"{whole(added)} fiches sont devenues des signalements.")
    if handed := hand_out():
        ground.tell(f"{whole(handed)} signalements ouverts ont une équipe, une promesse et une priorité.")
        loaders.settle()
    with _people() as people:
        _print_pages(ground, people)
        _print_table(ground)


def questions(ground: Ground) -> list[tuple[str, list[str]]]:
    """What is asked for, by name: the addresses are drawn in turn."""
    common, rare = commonest_words()
    quartiers = loaders.fullest_quartiers(3)
    asked: list[tuple[str, list[str]]] = [(f"file : {queue.label}", [_address(file=queue.code)]) for queue in QUEUES]
    asked += [
        ("une vue gardée", [_address(**VIEW)]),
        ("un quartier", [_address(territoire=code) for code in quartiers] or [_address()]),
        ("mot courant", [_address(q=common)]),
        ("mot courant, clos compris", [_address(q=common, file="tout")]),
        ("mot rare", [_address(q=rare, file="tout")]),
        ("deux mots et des filtres", [_address(q=f"{common} {rare}", priorite="pressante", file="tout")]),
        ("numéro", [_address(q=text) for text in numbers(5)]),
        ("carte (2 000 épingles)", [f"{DESK}carte.geojson"]),
        ("comptes", [f"{DESK}comptes.json"]),
    ]
    return asked


def _print_pages(ground: Ground, people: dict[str, str]) -> None:
    rows, slowest = [], 0.0
    measured = [
        (name, {person: _ask(ground, cookie, addresses) for person, cookie in people.items()})
        for name, addresses in questions(ground)
    ]
    measured += [
        (
            f"aperçu d’un lot de {whole(count)}",
            {person: _preview(ground, each, count) for person, each in people.items()},
        )
        for count in PREVIEWED
    ]
    for name, took in measured:
        late = max(middle(each, 0.95) for each in took.values())
        rows.append((name, *(number(middle(each, part)) for each in took.values() for part in (0.5, 0.95))))
        slowest = max(slowest, late)
        title = f"{whole(ground.count)} fiches, bureau, {name}"
        ground.targets.aim(title, f"p95 ≤ {whole(SOON)} ms", f"{number(late)} ms", kept=late <= SOON)
    ground.tell("\nBureau (millisecondes, toute la page)")
    ground.tell(table(("", *(f"{person} p{part}" for person in people for part in (50, 95))), rows))
    ground.tell(f"La plus lente : {number(slowest)} ms au p95 (cible : {whole(SOON)} ms).")


def _ask(ground: Ground, cookie: str, addresses: Sequence[str]) -> list[list[float]]:
    """Milliseconds of each turn, by round; the first of all opens the process's connection and is not counted."""
    took: list[float] = []
    with Client(ground.web) as client:
        client.get(addresses[0], Cookie=cookie)
        for turn in range(TURNS * ground.rounds):
            answer = client.get(random.Random(turn).choice(addresses), Cookie=cookie)
            if answer.status != 200:
                raise Absent(f"{addresses[0]} répond {answer.status}")
            took.append(answer.took)
    return _rounds(took)


def _rounds(took: list[float]) -> list[list[float]]:
    """The same, TURNS at a time."""
    return [took[start : start + TURNS] for start in range(0, len(took), TURNS)]


def _preview(ground: Ground, cookie: str, count: int) -> list[list[float]]:
    """Milliseconds of « here is what it will do » for as many of the agent's own signalements."""
    token = secrets.token_hex(16)
    form = {
        "choisis": ",".join(chosen(busiest_service(), count)), "faire": "state", "after": "accepted",
        "public_text": SAID, "etape": "apercu", "csrfmiddlewaretoken": token,
    }  # fmt: skip
    took = []
    with Client(ground.web) as client:
        for turn in range(1 + TURNS * ground.rounds):
            answer = client.post(BULK, form, Cookie=f"{cookie}; {settings.CSRF_COOKIE_NAME}={token}")
            if answer.status != 200 or b'name="lot"' not in answer.content:
                raise Absent(f"{BULK} répond {answer.status}, sans aperçu")
            took += [answer.took] if turn else []
    return _rounds(took)


def _print_table(ground: Ground) -> None:
    """In a process of its own: what its memory grows by, beyond what a web process holds anyway."""
    command = [sys.executable, "-m", "tiles.bench.whole_view"]
    own = environ | {"CARTO_DB_NAME": ground.database}
    done = subprocess.run(command, env=own, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Absent(f"le CSV entier : {done.stderr.strip()[-200:]}")
    lines, seconds, megabytes = (float(part) for part in done.stdout.split())
    ground.tell(
        f"\nCSV de {whole(lines)} lignes : {number(seconds)} s, {number(megabytes)} Mo de mémoire en plus au pic."
    )
    title = f"{whole(ground.count)} fiches, bureau, CSV entier"
    told = f"{number(megabytes)} Mo"
    ground.tell(ground.targets.aim(title, f"≤ {whole(MEMORY)} Mo", told, kept=megabytes <= MEMORY))


@contextmanager
def _people() -> Iterator[dict[str, str]]:
    """A regulator and an agent of the largest service, as the cookies of their sessions; gone afterwards."""
    _dismiss()
    busiest = Service.objects.order_by("code").get(pk=busiest_service())
    held = {REGULATOR: (RoleName.REGULATOR, None), AGENT: (RoleName.AGENT, busiest)}
    try:
        cookies = {}
        for email, (role, service) in held.items():
            person = User.objects.create_user(email)
            Role.objects.create(user=person, name=role, service=service)
            cookies[str(RoleName(role).label)] = session_of(person)
        yield cookies
    finally:
        _dismiss()


def _dismiss() -> None:
    User.objects.filter(email__in=(REGULATOR, AGENT)).delete()


def session_of(person: User) -> str:
    """The cookie of a session of theirs."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _address(**filters: str) -> str:
    return f"{DESK}?{urlencode({name: value for name, value in filters.items() if value})}"
