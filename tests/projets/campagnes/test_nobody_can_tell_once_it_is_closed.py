"""A campaign is closed, the whole database and the media folder are dumped: nothing says who sent what unsigned.

The one who tries has every table, every column, every file, and knows all about Alice.
"""

import hashlib
import hmac
import itertools
import json
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from carto.comptes.models import User
from carto.fiches.models import Contact, Evenement, Fiche, Photo, SecretLink, Soutien
from projets.idees.campagnes.sealing import forget_addresses, seal, seal_over
from projets.idees.models import Campagne, CampagneKey, Emargement, Enregistrement, Idee
from tests.people import alice, charlie
from tests.projets.campagnes.samples import end, make_campagne
from tests.projets.inbox.test_messages_arrive_by_every_door import voice
from tests.projets.samples import filled, make_sticker
from tests.signalements.samples import photo
from tiles.models import Entry
from tiles.pyramid.entries import drop_undone

pytestmark = pytest.mark.django_db
Row = tuple[str, dict[str, Any]]


def dump() -> list[Row]:
    """Every row of every table, as (table, columns)."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column.name for column in cursor.description]
            rows += [(table, dict(zip(names, values, strict=True))) for values in cursor.fetchall()]
    return rows


def send(client: Client, campagne: Campagne, **changes: Any) -> Idee:
    """An idea that answers the campaign."""
    told = filled(campagne=campagne.slug, **changes)
    assert client.post("/proposer/", told).status_code == 302
    return Idee.objects.get(uuid=told["uuid"])


def _voice() -> SimpleUploadedFile:
    return SimpleUploadedFile("voix.wav", voice(), "audio/wav")


def support(client: Client, idee: Idee) -> None:
    client.post(reverse("fiches:voice", args=[idee.uuid]), {"geste": "too"})


@pytest.fixture
def closed() -> dict[str, Any]:
    """A campaign that took named, unsigned and nameless voices, and is over."""
    make_sticker()
    campagne, person, other = make_campagne(), alice(), charlie()
    signed_in, stranger, third = Client(), Client(), Client()
    signed_in.force_login(person)
    third.force_login(other)
    named = send(signed_in, campagne, named="yes", text="Je signe.")
    unsigned = send(signed_in, campagne, text="Ce que je n’ose pas signer.", photos=[photo()], voix=_voice())
    nameless = send(stranger, campagne, text="Passé par là.")
    signed_after = send(signed_in, campagne, named="yes", text="Je signe encore.")
    for who, what in ((signed_in, unsigned), (signed_in, named), (third, unsigned), (stranger, unsigned)):
        support(who, what)
    signed_in.post(reverse("fiches:comment", args=[nameless.uuid]), _comment("Oui, signé.", "yes"))
    seal(end(campagne))
    tomorrow()
    return {
        "campagne": campagne, "person": person, "unsigned": unsigned, "nameless": nameless,
        "named": named, "after": signed_after, "session": signed_in.session.session_key,
    }  # fmt: skip


def tomorrow() -> None:
    """The tiles' own journal drops what has been undone for a day: the arrivals with their hours among it."""
    drop_undone()
    Entry.objects.filter(spent_at__isnull=False).update(spent_at=timezone.now() - timedelta(days=2))
    drop_undone()


def _comment(text: str, named: str) -> dict[str, str]:
    return {"uuid": str(uuid.uuid4()), "kind": "avis", "text": text, "named": named, "as": "me"}


def about(rows: list[Row], idee: Idee) -> list[Row]:
    """The rows that hold an id or uuid of the idea, and those that hang on them."""
    ids = {idee.pk, str(idee.uuid), idee.uuid}
    found = [row for row in rows if ids & set(_hashable(row[1].values()))]
    keys = {row[1]["id"] for row in found if isinstance(row[1].get("id"), int)} - {idee.pk}
    large = {key for key in keys if key > 2**51}  # drawn: a small one is anybody's
    return found + [row for row in rows if large & set(_hashable(row[1].values())) and row not in found]


def _hashable(values: Any) -> Iterator[Any]:
    return (value for value in values if isinstance(value, str | int) or hasattr(value, "hex"))


def moments(row: Row) -> list[datetime]:
    return [value for value in row[1].values() if isinstance(value, datetime)]


def test_no_row_about_the_unsigned_idea_names_its_author(closed: dict[str, Any]) -> None:
    person, rows = closed["person"], dump()
    people = {field.column for model in apps.get_models() for field in model._meta.concrete_fields
              if field.remote_field and field.remote_field.model is User}  # fmt: skip
    for idee in (closed["unsigned"], closed["nameless"]):
        found = about(rows, idee)
        assert found
        for table, columns in found:
            if columns.get("author_id") == person.pk and table == "fiches_commentaire":
                continue  # she signed that comment
            said = json.dumps(columns, default=str)
            assert person.email not in said and closed["session"] not in said, table
            assert not any(columns.get(name) == person.pk for name in people), (table, columns)


def test_no_digest_can_be_worked_out_again_from_what_is_left(closed: dict[str, Any]) -> None:
    assert not CampagneKey.objects.exists() and not Emargement.objects.exists()
    assert not Soutien.objects.exclude(mark="").filter(fiche__in=Idee.objects.all()).exists()
    person, rows = closed["person"], dump()
    texts = {str(value) for _table, columns in rows for value in columns.values() if value is not None}
    known = [str(person.pk), person.email, closed["session"], f"person:{person.pk}", person.password]
    keys = [settings.SECRET_KEY, *(text for text in texts if 16 <= len(text) <= 64)]
    acts = [f"too:{closed['unsigned'].uuid}", str(closed["unsigned"].uuid), str(closed["unsigned"].pk)]
    words = [*known, *(f"{act}\x1f{who}" for act, who in itertools.product(acts, known))]
    tried = {hashlib.sha256(word.encode()).hexdigest() for word in words}
    tried |= {hmac.new(key.encode(), word.encode(), hashlib.sha256).hexdigest() for key in keys for word in words}
    hidden = {text for text in texts if len(text) == 64}
    assert not tried & hidden


def test_no_hour_of_it_can_be_put_beside_an_hour_of_hers(closed: dict[str, Any]) -> None:
    rows = dump()
    for idee in (closed["unsigned"], closed["nameless"]):
        for table, columns in about(rows, idee):
            if table in ("fiches_commentaire", "procrastinate_jobs"):
                continue
            for moment in moments((table, columns)):
                local = timezone.localtime(moment)
                assert (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0), (table, columns)


def test_no_key_of_it_lies_between_keys_of_hers(closed: dict[str, Any]) -> None:
    """Alice signed one idea just before and one just after: a counted key between the two would be hers."""
    unsigned, nameless = closed["unsigned"], closed["nameless"]
    for model in (Fiche, Evenement, SecretLink, Photo, Soutien):
        field = "pk" if model is Fiche else "fiche"
        hidden = model.objects.filter(**{f"{field}__in": [unsigned.pk, nameless.pk]}).values_list("pk", flat=True)
        assert all(key >= 2**40 for key in hidden), model
        assert list(hidden)
    counted = [int(idee.number.rpartition("-")[2]) for idee in (closed["named"], closed["after"])]
    drawn = [int(Idee.objects.get(pk=idee.pk).number.rpartition("-")[2]) for idee in (unsigned, nameless)]
    assert counted[1] - counted[0] == 1
    assert all(number > 10_000_000 for number in drawn)


def test_no_file_tells_when_it_was_sent(closed: dict[str, Any]) -> None:
    picture = Photo.objects.get(fiche=closed["unsigned"])
    spoken = Enregistrement.objects.get(idee=closed["unsigned"])
    for file in (picture.original, spoken.file):
        at = datetime.fromtimestamp(Path(file.path).stat().st_mtime, timezone.get_current_timezone())
        assert (at.hour, at.minute, at.second) == (0, 0, 0)
    assert timezone.localtime(spoken.created_at).hour == 0 and spoken.pk > 2**40


def test_what_people_said_and_its_order_stay(closed: dict[str, Any]) -> None:
    unsigned = Idee.objects.get(pk=closed["unsigned"].pk)
    assert (unsigned.text, unsigned.author, unsigned.campagne) == (
        "Ce que je n’ose pas signer.",
        None,
        closed["campagne"],
    )
    assert Soutien.objects.filter(fiche=unsigned).count() == 3
    assert timezone.localdate(unsigned.created_at) in {timezone.localdate(), timezone.localdate() - timedelta(days=1)}
    assert unsigned.evenements.first().what == "submitted"
    page = Client().get(unsigned.get_absolute_url())
    assert "Ce que je n’ose pas signer." in page.content.decode()
    assert closed["named"].author is not None and Idee.objects.get(pk=closed["named"].pk).author == closed["person"]


def test_sealing_is_done_once_and_by_the_worker_too(closed: dict[str, Any]) -> None:
    keys = set(Evenement.objects.values_list("pk", flat=True))
    assert not seal(closed["campagne"]) and seal_over() == 0
    assert set(Evenement.objects.values_list("pk", flat=True)) == keys


def test_an_open_campaign_is_not_sealed_and_a_read_page_seals_one_that_is_over() -> None:
    campagne = make_campagne()
    assert seal_over() == 0 and CampagneKey.objects.exists()
    end(campagne)
    assert Client().get(campagne.get_absolute_url()).status_code == 200
    assert not CampagneKey.objects.exists() and Campagne.objects.get().sealed_at


def test_an_address_left_for_an_answer_goes_once_the_answer_has_left() -> None:
    make_sticker()
    campagne = make_campagne()
    idee = send(Client(), campagne, email="passant@exemple.fr")
    seal(end(campagne))
    assert forget_addresses() == 0 and Contact.objects.get(fiche=idee).email == "passant@exemple.fr"
    Idee.objects.update(answered_at=timezone.now() - timedelta(days=3))
    assert forget_addresses() == 1
    assert not any("passant@exemple.fr" in json.dumps(columns, default=str) for _table, columns in dump())


def test_an_address_without_an_answer_is_kept_as_long_as_any_other_and_no_longer() -> None:
    make_sticker()
    campagne = make_campagne()
    send(Client(), campagne, email="passant@exemple.fr")
    seal(end(campagne))
    assert forget_addresses(timezone.now() + timedelta(days=settings.CARTO_CONTACT_DAYS - 1)) == 0
    assert forget_addresses(timezone.now() + timedelta(days=settings.CARTO_CONTACT_DAYS + 1)) == 1


def test_every_table_that_hangs_on_an_idea_is_blurred_or_counts_nothing() -> None:
    """A table added tomorrow has a key that may be drawn anew, the idea's own key, or one that is drawn already."""
    for model in apps.get_models():
        parents = {field.remote_field.model for field in model._meta.concrete_fields if field.remote_field}
        if parents & {Fiche, Idee}:
            key = model._meta.pk
            assert not isinstance(key, models.AutoField) or isinstance(key, models.BigIntegerField), model
