"""What a moderator does to a sheet or a stroke is in the public register, and in its months; what they held is not."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.test import Client

from carto.fiches.models import Rule
from carto.fiches.moderation import actions
from carto.fiches.moderation.register.figures import figures
from projets.idees.calques import moderating
from projets.idees.models import ActeCalque, Trait
from tests.fiches.moderation.samples import emma
from tests.projets.calques.samples import lay, make_calque, spot
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db
REASON = "On parle des lieux, pas des gens."
HELD = "Untel est un voleur"


def _lines(client: Client, query: str = "") -> list[list[str]]:
    body = b"".join(client.get(f"/registre/actes.csv{query}").streaming_content).decode()
    return list(csv.reader(io.StringIO(body)))[1:]


def test_its_rule_and_reason_are_told_among_all_others_and_not_what_it_held(client: Client) -> None:
    calque, stroke, moderator = make_calque(), spot("text", mots=HELD), emma()
    lay(client, calque, stroke)
    moderating.erase_stroke(Trait.objects.get(), by=moderator, rule=Rule.INSULT, reason=REASON)
    actions.set_aside(make_idee(), by=moderator, rule=Rule.ADVERT, reason="Une réclame.")
    moderating.bin_sheet(calque, by=moderator, rule=Rule.UNLAWFUL, reason="Un calque de haine.")
    page = client.get("/registre/").content.decode()
    assert page.count('class="act"') == 3 and REASON in page and "par la modération" in page
    order = [page.index(said) for said in ("Un calque de haine.", "Une réclame.", REASON)]
    assert order == sorted(order), "the latest first, whatever it was about"
    assert "un trait d’un calque" in page and ">un calque<" in page and calque.get_absolute_url() in page
    assert HELD not in page and calque.name not in page and "Emma" not in page
    lines = _lines(client)
    assert [line[6] for line in lines] == ["calque", "idee", "calque"]
    assert lines[0][0] == f"calque-{ActeCalque.objects.latest('pk').pk}"
    assert lines[0][2:8] == ["binned", "unlawful", "Un calque de haine.", "moderator", "calque", ""]
    assert {len(line) for line in lines} == {13}
    moderating.restore_sheet(calque, by=moderator, reason="Relu.")
    assert "annulé" in client.get("/registre/?regle=unlawful").content.decode()


def test_the_months_count_it_and_one_may_ask_for_it(client: Client) -> None:
    calque = make_calque()
    for at, rule in ((datetime(2026, 10, 31, 23, 30, tzinfo=UTC), "insult"), (datetime(2026, 11, 2, tzinfo=UTC), "")):
        ActeCalque.objects.create(calque=calque, what="binned" if rule else "approved", rule=rule, at=at)
    told = figures(datetime(2026, 11, 26).date())
    insult = next(row for row in told.rules if row.rule == "insult")
    assert insult.counts[-2:] == (0, 1), "already November in Nantes"
    assert [row.counts[-1] for row in told.others] == [1, 0, 0, 1]
    asked = {"?regle=insult": 1, "?regle=advert": 0, "?sorte=verifies": 1, "?sorte=contestes": 0, "?mois=2026-11": 2}
    for query, n in asked.items():
        assert client.get(f"/registre/{query}").content.decode().count('class="act"') == n, query
        assert len(_lines(client, query)) == n, query
