"""The detector draws faces and plates on photos that join a fiche; it helps, and decides nothing."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from carto.fiches.actions import add_pictures
from carto.fiches.demo_photos import drawn
from carto.fiches.moderation.detecting import detect, find
from carto.fiches.moderation.zones import blurred, read_zone, together, written
from carto.fiches.photos import read_picture
from tests.factories import make_fiche
from tests.fiches.moderation.samples import make_photo
from tests.signalements.samples import photo as upload

SHARE = st.floats(0, 1)


def _waiting_jobs() -> list[int]:
    jobs = ProcrastinateJob.objects.filter(task_name="carto.fiches.moderation.detecting.detect")
    return [job.args["photo_id"] for job in jobs.order_by("id")]


def test_a_plate_is_found_in_a_drawn_street() -> None:
    zones = find(Image.open(drawn(0)))
    assert any(abs(left - 0.71) < 0.05 and abs(top - 0.73) < 0.05 for left, top, _width, _height in zones)
    assert find(Image.new("RGB", (300, 200), "grey")) == []


@pytest.mark.django_db
def test_photos_that_join_a_fiche_are_sent_to_the_detector() -> None:
    fiche, before = make_fiche(), _waiting_jobs()  # those of tests that commit stay
    photos = add_pictures(fiche, [read_picture(upload()), read_picture(upload())])
    assert _waiting_jobs()[len(before) :] == [photo.pk for photo in photos]


@pytest.mark.django_db
def test_it_draws_only_while_the_photo_waits() -> None:
    waiting, decided = make_photo(), make_photo(state="shown")
    detect(photo_id=waiting.pk)
    waiting.refresh_from_db()
    assert waiting.zones == []  # suggested at the most: a person decides
    type(waiting).objects.filter(pk=decided.pk).update(original="")
    assert detect(photo_id=decided.pk) == 0
    assert detect(photo_id=0) == 0


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SHARE, SHARE, SHARE, SHARE)
def test_a_zone_read_back_lies_within_the_picture(left: float, top: float, width: float, height: float) -> None:
    try:
        zone = read_zone(f"{left},{top},{width},{height}")
    except ValidationError as error:
        assert error.code == "zone"
        return
    assert 0 <= zone[0] <= zone[0] + zone[2] <= 1.0001 and 0 <= zone[1] <= zone[1] + zone[3] <= 1.0001
    assert read_zone(written(zone)) == pytest.approx(zone, abs=0.0002)


def test_a_zone_within_another_is_drawn_once() -> None:
    large, small, apart = [0.1, 0.1, 0.5, 0.5], [0.2, 0.2, 0.1, 0.1], [0.8, 0.8, 0.1, 0.1]
    assert together([small, large, apart]) == [large, apart]


def test_the_smallest_zone_at_an_edge_is_blurred_all_the_same() -> None:
    image = Image.new("RGB", (7, 5), "white")
    assert blurred(image, [[0.99, 0.99, 0.01, 0.01], [0, 0, 1, 1]]).size == (7, 5)
