"""What every test shares: its own folders, so that no test writes where people's files are."""

import gc
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation
from pytest_django.fixtures import Settings

from projets.idees.ephemeral import hours
from tests.database import drop_model, one_model, quick_emptying
from tiles.mesures.figures import forget

# Drawn afresh each time by whoever looks for trouble (`bin/test --all`); a run that judges a change draws the same.
hypothesis.settings.register_profile("afresh", deadline=None)
hypothesis.settings.register_profile("same", deadline=None, derandomize=True)
hypothesis.settings.load_profile("afresh")

# Python goes through all that there is to find what it may free, and models, modules and collected tests stay to the
# end: they are set aside once they are there, and what tests leave is looked for every so many objects.
AMONG = 50_000

# What takes long and guards what seldom changes: `bin/test --all` runs it, before a release and after a change there.
LONG = (
    "browser/test_a_campaign_is_opened_and_answered.py", "browser/test_ideas_are_supported_tagged_and_answered.py",
    "browser/test_four_people_run_a_day.py", "villes/test_geneva_opens_from_its_folder.py",
    "browser/test_reports_wait_for_the_network.py::test_a_photo_goes_on",
    "browser/test_reports_wait_for_the_network.py::test_what_the_server_does_not_take",
    "browser/test_reports_wait_for_the_network.py::test_browsers_offer",
    "browser/test_from_complaint_and_dream_to_proposal.py::test_two_browsers",
    "browser/test_an_owner_publishes", "browser/test_rows_are_tied", "browser/test_a_sheet_goes_round.py",
    "browser/test_a_contractor_answers", "tiles/test_bench_builds_a_city.py",
    "browser/test_a_figure_is_asked_about", "browser/test_a_photo_is_blurred", "browser/test_words_lead_to_the_right",
    "browser/test_refused_rows", "browser/test_a_source_is_read",
    "browser/test_people_draw_together.py", "browser/test_ideas_meet.py", "browser/test_stickers_are_laid.py",
    "browser/test_a_round_goes_on_without_a_network.py", "browser/test_a_voice_is_recorded.py",
    "browser/test_a_cluster_is_entered.py", "browser/test_a_period_is_chosen.py",
    "browser/test_a_period_is_replayed.py",
    "browser/test_map_finds_places.py", "browser/test_map_is_coloured.py", "browser/test_map_lives.py",
    "browser/test_map_tells_what_is_around.py", "browser/test_take_the_view_away.py",
    "browser/test_sendings_are_seen_at_the_desk.py", "browser/test_the_rules_are_changed_by_keyboard.py",
    "browser/test_trust_is_shown_in_words.py", "browser/test_two_people_one_repair.py",
    "ouvert/ogc/test_qgis_reads_the_city.py",
    "projets/schemas/test_real_size.py::test_a_hundred_thousand",
    "projets/schemas/test_real_size.py::test_fifty_thousand",
    "running/test_postgis.py::test_a_plain_account", "running/test_postgis.py::test_the_cluster_serves",
    "running/test_postgis.py::test_root_keeps", "running/test_postgis.py::test_another_account",
    "running/test_postgis.py::test_a_folder_of_somebody", "running/test_postgis.py::test_a_cluster_started_by_hand",
    "running/test_postgis.py::test_the_last_to_leave", "running/test_postgis.py::test_nothing_listens",
)  # fmt: skip


# Half a minute and more in one process: begun first, so that none is left alone at the end. The browser comes last,
# its own long ones first: its loop stays in the thread, and what a page draws slows the clocks of the others.
FIRST = ("running/test_run.py", "running/test_postgis.py", "running/", "villes/", "")
BROWSER = (
    "browser/test_reports_wait", "browser/test_a_topic_lives",
    "browser/test_report_a_problem.py", "browser/test_follow_ones_report.py", "",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them, so that each is named once, here; and give them their turn (bin/test shares files out in order)."""
    for item in items:
        if _name(item).startswith(LONG):
            item.add_marker(pytest.mark.long)
    items.sort(key=_turn)


def _name(item: pytest.Item) -> str:
    return item.nodeid.removeprefix("tests/")


def _turn(item: pytest.Item) -> tuple[bool, int]:
    """When it is begun; those that begin together stay in their order."""
    name = _name(item)
    browser = name.startswith("browser/")
    among = BROWSER if browser else FIRST
    return browser, next(turn for turn, start in enumerate(among) if name.startswith(start))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is collected stays to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(AMONG, 20, 20)
        gc.enable()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, request: pytest.FixtureRequest
) -> Iterator[None]:
    """pytest-django makes the databases after this: from one model, and with a quick way to empty them."""
    with one_model(request.config), quick_emptying():
        yield


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The process that shares the tests out leaves no model behind."""
    drop_model(session.config)


@pytest.fixture(autouse=True)
def own_folders(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Photos go to a folder of the test's; static files are read where they are written, whatever the settings say."""
    settings.MEDIA_ROOT = tmp_path / "media"
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    private = settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path / "prive"}}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain, "private": private}
    # The field took its storage when the models were loaded: the setting comes too late for it.
    kept = apps.get_model("fiches", "Photo")._meta.get_field("original").storage
    monkeypatch.setitem(vars(kept), "location", str(tmp_path / "prive"))


@pytest.fixture(autouse=True)
def own_language(settings: Settings) -> Iterator[None]:
    """A page asked for in English leaves its language to the thread: the next test begins in the source's again."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def own_figures() -> None:
    """A test's database goes back to where it was, versions too: what a version stood for is another thing then."""
    forget()


@pytest.fixture(autouse=True)
def own_hours() -> None:
    """When the next idea leaves is remembered by the process, which outlives a test's database."""
    hours.forget()


@pytest.fixture(autouse=True)
def own_jobs(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test that commits deferred is not left to the next: that table is not Django's, and is not emptied."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_periodic_defers")
            # A worker that is being stopped may still hold its own.
            free = "SELECT id FROM procrastinate_jobs FOR UPDATE SKIP LOCKED"
            cursor.execute(f"DELETE FROM procrastinate_jobs WHERE id IN ({free})")
