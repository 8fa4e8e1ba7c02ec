"""The demonstration's public money: enough of it, all of it invented and marked, and taken away whole."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from carto.fiches.models import Commentaire, Fiche
from projets.equipements.models import (
    Cout,
    Deliberation,
    Demande,
    Import,
    Ligne,
    LigneBudget,
    Marche,
    Organisme,
    Paragraphe,
    Rattachement,
    Source,
    Subvention,
    Usage,
)
from tests.projets.deliberations.made import make_ligne
from tests.projets.samples import load_palette, make_cout, make_equipement

pytestmark = pytest.mark.django_db
MODELS = (Cout, Deliberation, Demande, Import, Ligne, LigneBudget, Marche, Organisme, Paragraphe, Rattachement, Source,
          Subvention, Usage, Commentaire, Fiche)  # fmt: skip


def _load(*options: str) -> None:
    call_command("load_demo_argent", *options, stdout=StringIO())


def _counts() -> dict[str, int]:
    return {model.__name__: model._base_manager.count() for model in MODELS}


def test_it_is_as_large_as_promised_and_loading_it_twice_changes_nothing(client: Client) -> None:
    load_palette()
    _load()
    counts = _counts()
    for model, least in (("Marche", 27), ("Subvention", 12), ("LigneBudget", 60), ("Deliberation", 10)):
        assert counts[model] >= least
    assert counts["Organisme"] == 3
    assert Marche.objects.filter(concession=True, executions__isnull=False).distinct().count() == 2
    assert Usage.objects.values("equipement").distinct().count() == 6
    assert {"confirmed", "suggested"} == set(Rattachement.objects.values_list("state", flat=True))
    assert Demande.objects.exclude(answer="").count() == 1 == Demande.objects.filter(answer="").count()
    _check_marks()
    _check_votes()
    _check_pages(client)
    _load()
    assert _counts() == counts


def _check_marks() -> None:
    """Whatever is shown says that it is invented; no identifier is a real one's."""
    assert not Source.objects.filter(demonstration=False).exists()
    assert all(source.title.startswith("Démonstration") for source in Source.objects.all())
    assert not Organisme.objects.filter(demonstration=False).exists()
    for cout in Cout.objects.filter(ligne__isnull=False):
        assert "inventé" in cout.source
    assert all("démonstration" in each.paragraphes.first().text for each in Deliberation.objects.all())
    assert not Marche.objects.exclude(buyer_siret__startswith="0000000").exists()
    assert not Marche.objects.exclude(titulaires__identifier__startswith="0000000").exists()


def _check_votes() -> None:
    """For, against and abstentions are those who voted."""
    for one in Deliberation.objects.all():
        assert one.votes_for + one.votes_against + one.abstained == one.present, one.reference


def _check_pages(client: Client) -> None:
    """The search finds a facility with its cost, and a paragraph."""
    found = client.get("/api/v1/recherche/", {"q": "gymnase Malakoff"}).json()["resultats"]
    assert found[0]["label"] == "Gymnase Malakoff"
    assert "€" in found[0]["detail"]
    assert "<mark>baigneurs</mark>" in client.get("/argent/deliberations/", {"q": "baigneur"}).content.decode()


def test_removing_it_leaves_what_is_real_and_nothing_else() -> None:
    load_palette()
    kept = make_equipement()
    make_cout(kept)
    make_ligne("contract")
    before = _counts()
    _load()
    _load("--remove")
    call_command("load_demo_equipements", "--remove", stdout=StringIO())
    assert _counts() == before


def test_without_themes_the_command_says_what_to_load() -> None:
    with pytest.raises(CommandError, match="load_themes"):
        _load()
    assert not Source.objects.exists()
