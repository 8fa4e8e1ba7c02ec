"""Categories come from a readable file; loading it again changes nothing."""

import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from carto.readable import Row
from signalements.management.commands import load_categories
from signalements.models import Categorie
from tests.signalements.samples import load_content, make_signalement

MAKI = Path(settings.BASE_DIR) / "node_modules" / "@mapbox" / "maki" / "icons"


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    load_content()
    first = list(Categorie.objects.order_by("pk").values())
    load_content()
    assert list(Categorie.objects.order_by("pk").values()) == first
    assert 25 <= len(first) <= 40


@pytest.mark.django_db
def test_every_category_has_words_a_service_and_a_promise() -> None:
    load_content()
    for categorie in Categorie.objects.offered():
        assert len(categorie.words.split(",")) >= 4, categorie
        assert categorie.deadline_days, categorie


@pytest.mark.django_db
def test_a_category_gone_from_the_file_is_no_longer_offered_but_keeps_its_signalements(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signalement = make_signalement("bruit")
    rows = load_categories._rows

    def without_noise(path: Path) -> list[Row]:
        return [row for row in rows(path) if row["code"] != "bruit"]

    monkeypatch.setattr(load_categories, "_rows", without_noise)
    call_command("load_categories", verbosity=0)
    assert not Categorie.objects.offered().filter(code="bruit").exists()
    signalement.refresh_from_db()
    assert signalement.categorie.code == "bruit"


@pytest.mark.django_db
def test_without_themes_the_command_says_what_is_missing() -> None:
    with pytest.raises(CommandError, match=r"trou-chaussee : 'voirie' n’existe pas \(load_themes d’abord"):
        call_command("load_categories", verbosity=0)


@pytest.mark.skipif(not MAKI.exists(), reason="npm packages are not installed")
def test_every_picture_exists() -> None:
    with (load_categories.CONTENT / "categories.csv").open(encoding="utf-8", newline="") as lines:
        icons = {row["icon"] for row in csv.DictReader(lines)}
    assert [icon for icon in icons if not (MAKI / f"{icon}.svg").exists()] == []
