"""An idea for a time leaves at its hour, whoever reads next and whatever a job did; its words go, a number remains."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from math import asinh, radians, tan, tau

import pytest
from django.test import Client
from django.utils import timezone

from carto.fiches.models import Commentaire, Evenement, Fiche, Photo, Rule, Visibility
from carto.fiches.moderation import actions as moderating
from projets.idees.ephemeral import hours, leaving
from projets.idees.ephemeral.counting import passed_in
from projets.idees.ephemeral.tasks import pass_away
from projets.idees.models import Campagne, Idee
from tests.factories import square
from tests.fiches.moderation.samples import emma, make_photo
from tests.places import COURS_DES_50_OTAGES
from tests.projets.samples import filled, load_palette, make_idee

pytestmark = pytest.mark.django_db


def _tile(zoom: int) -> str:
    """The tile of the ideas that holds the cours."""
    x = (COURS_DES_50_OTAGES.x + 180) / 360
    y = 0.5 - asinh(tan(radians(COURS_DES_50_OTAGES.y))) / tau
    return f"/tuiles/idees/{zoom}/{int(x * 2**zoom)}/{int(y * 2**zoom)}.mvt"


TILES = (_tile(11), _tile(16))  # a cell that counts it, and its own pin


def _campaign(**fields: object) -> Campagne:
    now = timezone.now()
    told = {
        "slug": "reves", "title": "De quoi rêve le cours ?", "geom": square(COURS_DES_50_OTAGES),
        "opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=9), "published_at": now,
    }  # fmt: skip
    return Campagne.objects.create(**(told | fields))


def _passing(**fields: object) -> Idee:
    return make_idee(
        title="Une fête ce soir", text="Venez.", expires_at=timezone.now() - timedelta(minutes=1), **fields
    )


def test_one_sends_an_idea_for_a_day(client: Client) -> None:
    load_palette()
    assert client.post("/proposer/", filled(lasts="24")).status_code == 302
    idee = Idee.objects.get()
    assert idee.expires_at == idee.created_at + timedelta(hours=24)
    assert client.post("/proposer/", filled(lasts="25")).status_code == 422
    client.post("/proposer/", filled())
    assert Idee.objects.filter(expires_at=None).count() == 1


def test_a_campaign_that_passes_has_the_last_word(client: Client) -> None:
    load_palette()
    _campaign(lasts_hours=48)
    assert "au bout de 2 jours" in client.get("/proposer/?campagne=reves").content.decode()
    for lasts, most in (("", 48), ("24", 24), ("168", 48)):
        client.post("/proposer/", sent := filled(campagne="reves", lasts=lasts))
        idee = Idee.objects.get(uuid=sent["uuid"])
        assert idee.expires_at - idee.created_at == timedelta(hours=most)


def test_past_its_hour_nothing_shows_it(client: Client) -> None:
    idee, kept = _passing(), make_idee(title="Un banc qui reste")
    assert client.get(idee.get_absolute_url()).status_code == 410
    for address in (
        "/idees/",
        "/liste/",
        "/api/v1/idees/",
        "/api/v1/fiches/",
        "/donnees/fiches.csv",
        "/recherche/?q=fête",
    ):
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert "Une fête ce soir" not in body.decode(), address
    assert client.get("/comptes/").json()["total"] == 1
    assert client.get(f"/fiches/{idee.uuid}/apercu/").status_code == 404
    assert client.get(f"/api/v1/idees/{idee.uuid}/").status_code == 404
    assert client.get(f"/fiches/{kept.uuid}/apercu/").status_code == 200
    assert "de passage" in client.get(idee.get_absolute_url()).content.decode()


@pytest.mark.parametrize("address", ["/comptes/", "/api/v1/idees/", *TILES])
def test_whoever_reads_first_moves_it_and_the_versions_with_it(client: Client, address: str) -> None:
    idee = make_idee(expires_at=timezone.now() + timedelta(hours=1))
    before = client.get(address)
    Idee.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    hours.forget()  # as if its hour had come by itself
    after = client.get(address, headers={"If-None-Match": before.get("ETag", "")})
    assert after.status_code in (200, 204) and after.content != before.content
    idee.refresh_from_db()
    assert idee.visibility == Visibility.EXPIRED and idee.expires_at is None


def test_its_words_and_photos_go_and_a_number_remains(client: Client) -> None:
    campagne = _campaign()
    idee = _passing(campagne=campagne, feeling="La joie.")
    photo = make_photo(idee)
    Commentaire.objects.create(fiche=idee, text="J’y serai.")
    file, storage = photo.original.name, photo.original.storage
    assert leaving.leave_due() == 1 and leaving.leave_due() == 0
    idee.refresh_from_db()
    assert (idee.title, idee.text, idee.feeling) == (idee.autocollant.name, "", "")
    assert not Photo.objects.exists() and not storage.exists(file) and not Commentaire.objects.exists()
    assert Evenement.objects.get(fiche=idee).public_text == "Une idée pour un temps : son heure est passée."
    assert passed_in(campagne) == "1 idée éphémère est passée ici."
    assert "1 idée éphémère est passée ici." in client.get("/idees/").content.decode()
    assert "idée éphémère" not in client.get("/idees/?themes=voirie").content.decode()


def test_the_job_does_it_at_its_hour_and_never_twice() -> None:
    idee, other = _passing(), make_idee(expires_at=timezone.now() + timedelta(hours=1))
    pass_away(idee.pk)
    pass_away(other.pk)
    pass_away(idee.pk)
    assert list(Idee.objects.public()) == [other]
    assert Evenement.objects.count() == 1


def test_what_is_in_the_bin_stays_readable_there() -> None:
    binned = _passing(visibility=Visibility.BINNED)
    assert leaving.leave_due() == 0
    binned.refresh_from_db()
    assert binned.text == "Venez."


def test_a_campaign_that_reads_before_says_so_and_keeps_to_it(client: Client) -> None:
    load_palette()
    _campaign(moderation="before")
    assert "avant qu’elle soit publiée" in client.get("/proposer/?campagne=reves").content.decode()
    assert "publiée aussitôt" in client.get("/proposer/").content.decode()
    assert "De quoi rêve le cours ?" in client.get("/regles/").content.decode()
    client.post("/proposer/", sent := filled(campagne="reves"))
    idee = Idee.objects.get(uuid=sent["uuid"])
    assert idee.visibility == Visibility.WAITING and client.get(idee.get_absolute_url()).status_code == 404
    assert "relit chaque idée" in client.get(f"/suivre/{sent['secret']}/").content.decode()
    client.post("/proposer/", sent := filled())
    assert Idee.objects.get(uuid=sent["uuid"]).visibility == Visibility.PUBLIC


class _Looks:
    """Counts how often the next hour is asked of the database."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times, self.at = 0, 1000.0
        monkeypatch.setattr(hours, "next_hour", self._counted(hours.next_hour))
        monkeypatch.setattr(hours.time, "monotonic", lambda: self.at)

    def _counted(self, real: Callable[[], datetime | None]) -> Callable[[], datetime | None]:
        def counted() -> datetime | None:
            self.times += 1
            return real()

        return counted


def test_no_page_pays_for_ideas_that_do_not_leave_yet(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_idee(expires_at=timezone.now() + timedelta(hours=1))
    looks = _Looks(monkeypatch)
    for _visit in range(5):
        client.get("/comptes/")
    assert looks.times == 1
    looks.at += hours.READ_AGAIN
    client.get("/comptes/")
    assert looks.times == 2


def test_an_hour_that_was_remembered_is_kept_to_the_second(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    idee = make_idee(title="Une fête ce soir", expires_at=timezone.now() + timedelta(seconds=1.5))
    looks = _Looks(monkeypatch)
    assert client.get(idee.get_absolute_url()).status_code == 200
    time.sleep(1.6)
    assert "Une fête ce soir" not in client.get("/liste/").content.decode()
    assert client.get("/comptes/").json()["total"] == 0 and looks.times <= 3


def test_what_another_process_stores_is_known_within_seconds(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = _Looks(monkeypatch)
    client.get("/comptes/")
    make_idee(expires_at=timezone.now() + timedelta(hours=1))
    looks.at += hours.READ_AGAIN
    assert not hours.any_due(timezone.now()) and hours.any_due(timezone.now() + timedelta(hours=2))


def test_what_comes_back_from_the_bin_past_its_hour_leaves_at_once() -> None:
    idee = make_idee(title="Une fête hier", expires_at=timezone.now() + timedelta(hours=1))
    moderator = emma()
    moderating.set_aside(idee, by=moderator, rule=Rule.ADVERT, reason="Une réclame.")
    Idee.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert not hours.any_due(timezone.now())
    moderating.restore(Fiche.objects.get(pk=idee.pk), by=moderator, reason="Non.")
    idee.refresh_from_db()
    assert (idee.visibility, idee.title) == (Visibility.EXPIRED, idee.autocollant.name)
