"""What is published and what is tied, to the cent, one kind at a time; what is not tied is listed and counted."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from projets.equipements.linking.actions import Hand, tie, undo
from projets.equipements.linking.querysets import shares
from projets.equipements.models import Ligne
from tests.people import bob
from tests.places import CHATEAU
from tests.projets.money.linking.samples import make_budget_line, make_marche
from tests.projets.samples import make_equipement

CENTS = st.integers(min_value=1, max_value=10**11).map(lambda cents: Decimal(cents) / 100)
SHARES = st.lists(st.integers(min_value=1, max_value=10_000), max_size=4)


class TheMoneyOnTheMapIsExact(TestCase):
    """Whatever the amounts and however they are shared out."""

    @given(rows=st.lists(st.tuples(CENTS, SHARES), min_size=1, max_size=4))
    @settings(max_examples=15, deadline=None)
    def test_tied_and_not_tied_make_what_is_published_to_the_cent(self, rows: list[tuple[Decimal, list[int]]]) -> None:
        hand, places = Hand(bob(), "agent"), [make_equipement(CHATEAU, title=f"Lieu {n}") for n in range(4)]
        whole = Decimal(0)
        for at, (amount, parts) in enumerate(rows):
            ligne = make_marche(f"Marché {at}", str(amount))
            left = 10_000
            for place, part in zip(places, parts, strict=False):
                if 0 < part <= left:
                    left -= part
                    tie(ligne, place, hand, share=Decimal(part) / 10_000)
            whole += amount if left == 0 else 0
        (told,) = shares()
        assert told.published == sum(amount for amount, _parts in rows)
        assert told.tied + told.elsewhere == told.published
        assert whole <= told.tied <= told.published


@pytest.mark.django_db
def test_kinds_years_and_withdrawn_rows_stay_apart(client: Client) -> None:
    hand, pool = Hand(bob(), "agent"), make_equipement(CHATEAU, title="Piscine")
    tied, loose = make_marche("Toiture", "1000.10"), make_marche("Chaudière", "500.05")
    gone = make_marche("Retirée", "7.00")
    Ligne.objects.filter(pk=gone.pk).update(withdrawn_at="2026-01-01T00:00Z")
    budget = make_budget_line("Piscine", "300.00", "299.99")
    link = tie(tied, pool, hand)
    tie(budget, pool, hand, share=Decimal("0.5"))
    found = {(each.matter, each.kind): each for each in shares()}
    assert found["contract", "notified"].published == Decimal("1500.15")
    assert found["contract", "notified"].tied == Decimal("1000.10")
    assert found["budget", "voted"].tied == Decimal("150.00")
    assert found["budget", "realised"].tied == Decimal("149.99")
    page = client.get("/argent/sur-la-carte/").content.decode().replace("\u00a0", " ")
    assert "1 500,15 €" in page
    assert "66,6 %" in page
    table = [*csv.DictReader(StringIO(client.get("/argent/sur-la-carte/argent-sur-la-carte.csv").content.decode()))]
    assert next(row for row in table if row["nature"] == "notified")["sans_lieu_eur"] == "500.05"
    asked = "/argent/sur-la-carte/lignes/?contenu=contract&nature=notified&annee=2021"
    assert "Chaudière" in client.get(f"{asked}&rattachees=non").content.decode()
    assert "Toiture" in client.get(f"{asked}&rattachees=oui").content.decode()
    assert client.get("/argent/sur-la-carte/lignes/?contenu=rien&nature=notified").status_code == 404
    assert client.get(f"{asked}&page=99999999999999&document=%00").status_code == 200
    with transaction.atomic():
        undo(link, "Erreur", hand)
    assert {(each.matter, each.kind): each for each in shares()}["contract", "notified"].tied == 0
    assert loose.rattachements.count() == 0
