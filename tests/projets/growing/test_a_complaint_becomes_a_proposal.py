"""« Et si on faisait mieux ? »: place, theme and photos come along, the tone does not; both pages show each other."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from carto.fiches.growing.clusters import cluster_of
from carto.fiches.models import Evenement, Fiche, Lien, LienKind, Photo, PhotoState, Visibility, What
from carto.fiches.moderation.pictures import publish, refuse
from carto.fiches.trust.holding import lift
from carto.geometry import on_grid
from projets.idees.models import Idee
from signalements.actions import change_status
from signalements.joining import join
from signalements.models import Signalement
from signalements.workflow import Status
from tests.people import alice, bob
from tests.places import CHATEAU, COURS_DES_50_OTAGES
from tests.projets.samples import filled, load_palette
from tests.signalements.samples import load_content, make_signalement, photo, tomorrow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def content() -> None:
    """What the forms choose from."""
    load_content()
    load_palette()


def _near(rank: int, code: str = "mobilier-casse") -> Signalement:
    place = Point(COURS_DES_50_OTAGES.x + rank / 10_000, COURS_DES_50_OTAGES.y, srid=4326)
    return make_signalement(code, geom=place)


def _with_photo(signalement: Signalement) -> Photo:
    original = ContentFile(photo().read(), name="trou.jpg")
    picture = Photo.objects.create(fiche=signalement, fiche_uuid=signalement.uuid, original=original)
    publish(picture, [(0.1, 0.1, 0.2, 0.2)], by=None, role="agent", description="Le banc sans dossier")
    picture.refresh_from_db()
    return picture


def _propose(client: Client, signalement: Fiche, **changes: str | list[str]) -> Idee:
    answer = client.post("/proposer/", filled(depuis=str(signalement.uuid), depuis_vu="1", **changes))
    assert answer.status_code == 302, answer.content.decode()
    return Idee.objects.latest("pk")


def test_the_page_of_a_signalement_offers_it_and_the_form_carries_place_theme_and_no_reproach(client: Client) -> None:
    signalement = make_signalement("mobilier-casse", text="C’est une honte, ce banc.")
    page = client.get(signalement.get_absolute_url()).content.decode()
    address = f"/proposer/?depuis={signalement.uuid}"
    assert f'href="{address}"' in page
    form = client.get(address).content.decode()
    assert f'value="{on_grid(COURS_DES_50_OTAGES).x:.6f}"' in form
    assert "une honte" not in form
    assert signalement.number in form
    first = form[form.index('name="autocollant"') :].partition("value=")[2][1:].partition('"')[0]
    assert first in {"banc", "toilettes"}, "the stickers of its theme come first"


def test_both_pages_show_each_other_and_both_histories_say_so(client: Client) -> None:
    signalement = make_signalement("mobilier-casse")
    idee = _propose(client, signalement, title="Un banc à l’ombre")
    assert Lien.objects.get(source=idee).target_id == signalement.pk
    line = signalement.evenements.get(what=What.TAKEN_UP)
    assert idee.number in line.public_text and line.person is None
    assert "Un banc à l’ombre" in client.get(signalement.get_absolute_url()).content.decode()
    assert signalement.get_absolute_url() in client.get(idee.get_absolute_url()).content.decode()


def test_the_same_form_sent_twice_links_and_tells_once(client: Client) -> None:
    signalement = make_signalement("mobilier-casse")
    form = filled(depuis=str(signalement.uuid))
    for _time in range(2):
        assert client.post("/proposer/", form).status_code == 302
    assert Lien.objects.count() == 1
    assert signalement.evenements.filter(what=What.TAKEN_UP).count() == 1


def test_anonymous_leaves_nobody_in_the_link(client: Client) -> None:
    signalement = make_signalement("mobilier-casse")
    client.force_login(alice())
    _propose(client, signalement)
    assert Lien.objects.get().by is None
    _propose(client, signalement, named="yes")
    assert Lien.objects.latest("pk").by.name == "Alice L."


def test_only_ticked_public_photos_come_along_as_copies_of_what_everybody_sees(client: Client) -> None:
    signalement = make_signalement("mobilier-casse")
    picture = _with_photo(signalement)
    hidden = Photo.objects.create(fiche=signalement, fiche_uuid=signalement.uuid)
    assert not _propose(client, signalement).photos.exists(), "nothing is ticked by itself"
    idee = _propose(client, signalement, reprises=[str(picture.pk), str(hidden.pk)])
    assert not idee.photos.exists(), "one that nobody has looked at cannot be asked for"
    copy = _propose(client, signalement, reprises=[str(picture.pk)]).photos.get()
    assert (copy.state, copy.description, copy.zones) == (PhotoState.SHOWN, picture.description, picture.zones)
    assert copy.image.name != picture.image.name and not copy.original
    assert copy.image.read() == picture.image.read()


def test_what_is_decided_of_a_photo_later_holds_for_its_copies(client: Client) -> None:
    signalement = make_signalement("mobilier-casse")
    picture, moderator = _with_photo(signalement), bob()
    copy = _propose(client, signalement, reprises=[str(picture.pk)]).photos.get()
    publish(picture, [(0.1, 0.1, 0.2, 0.2), (0.5, 0.5, 0.2, 0.2)], by=moderator, role="agent")
    copy.refresh_from_db()
    assert len(copy.zones) == 2
    refuse(picture, by=moderator, role="agent", rule="personal", reason="On reconnaît quelqu’un.")
    copy.refresh_from_db()
    assert copy.state == PhotoState.REFUSED and not copy.image


def test_an_odd_or_hidden_origin_is_left_out_and_the_idea_is_kept(client: Client) -> None:
    hidden = make_signalement("mobilier-casse")
    Signalement.objects.filter(pk=hidden.pk).update(visibility=Visibility.WAITING)
    for depuis in (str(hidden.uuid), "zzz", "0" * 50, "' OR 1=1"):
        assert client.get("/proposer/", {"depuis": depuis}).status_code == 200
        assert client.post("/proposer/", filled(depuis=depuis)).status_code == 302
    assert Idee.objects.count() == 4
    assert not Lien.objects.exists()


def test_three_of_one_theme_at_one_spot_make_a_cluster_and_the_idea_grows_from_all(client: Client) -> None:
    first, second = _near(0), _near(1)
    assert cluster_of(first) == []
    third = _near(2)
    _near(3, "bruit"), _near(400)
    old = _near(4)
    Signalement.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=400))
    assert {each.pk for each in cluster_of(first)} == {first.pk, second.pk, third.pk}
    page = client.get(second.get_absolute_url()).content.decode()
    assert "3 signalements du même thème" in page and third.get_absolute_url() in page
    alone = _propose(client, first)
    assert Lien.objects.filter(source=alone).count() == 1, "the box was not ticked"
    idee = _propose(client, first, ensemble="on")
    assert {lien.target_id for lien in Lien.objects.filter(source=idee)} == {first.pk, second.pk, third.pk}
    assert Evenement.objects.filter(what=What.TAKEN_UP, after=idee.number).count() == 3


def test_from_one_that_is_joined_the_idea_grows_from_the_kept_one_and_both_are_told(client: Client) -> None:
    kept, joined = _near(0), _near(0)
    join(joined, kept, by=bob(), role="agent")
    idee = _propose(client, joined)
    assert Lien.objects.get(source=idee, kind=LienKind.GREW_FROM).target_id == kept.pk
    assert joined.evenements.filter(what=What.TAKEN_UP).count() == 1
    assert idee.get_absolute_url() in client.get(joined.get_absolute_url()).content.decode()


def test_an_idea_that_waits_is_told_the_day_it_is_published(client: Client) -> None:
    signalement = make_signalement("mobilier-casse")
    form = filled(depuis=str(signalement.uuid), text="Appelez-moi au 06 12 34 56 78", sure="on")
    assert client.post("/proposer/", form).status_code == 302
    idee = Idee.objects.get()
    assert idee.visibility == Visibility.WAITING
    assert not signalement.evenements.filter(what=What.TAKEN_UP).exists()
    assert idee.number not in client.get(signalement.get_absolute_url()).content.decode()
    lift(idee.retenues.get(), "Relu.")
    assert signalement.evenements.filter(what=What.TAKEN_UP).count() == 1


def test_closing_the_signalement_does_not_close_the_idea(client: Client) -> None:
    signalement = make_signalement("mobilier-casse", geom=CHATEAU)
    idee = _propose(client, signalement)
    for status, closing in ((Status.ACCEPTED, ""), (Status.PLANNED, ""), (Status.TREATED, "mended")):
        change_status(signalement, status, public_text="Fait.", closing=closing, planned_on=tomorrow())
    idee.refresh_from_db()
    assert (idee.status, idee.stage) == ("proposed", "new")


def test_the_desk_and_the_follow_page_have_the_same_door(client: Client) -> None:
    signalement = make_signalement("mobilier-casse", author=alice())
    client.force_login(signalement.author)
    address = f"/proposer/?depuis={signalement.uuid}"
    assert address in client.get(f"/mes-fiches/{signalement.uuid}/").content.decode()
    client.force_login(bob(signalement.service))
    assert address in client.get(f"/bureau/{signalement.uuid}/").content.decode()


def test_what_is_around_a_place_offers_it_where_complaints_gather(client: Client) -> None:
    here = f"/autour/?lat={COURS_DES_50_OTAGES.y}&lon={COURS_DES_50_OTAGES.x}"
    _near(0), _near(1)
    assert "Et si on faisait mieux" not in client.get(here).content.decode()
    _near(2)
    page = client.get(here).content.decode()
    assert "3 signalements «" in page
    address = page.partition("/proposer/?depuis=")[2].partition('"')[0]
    assert "aux 2 autres signalements" in client.get(f"/proposer/?depuis={address}").content.decode()
