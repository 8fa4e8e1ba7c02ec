"""Whatever happens, counting what it touched gives the very numbers of counting everything."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carto.comptes.models import Adhesion
from carto.fiches.models import Evenement, Fiche, Lien, Soutien
from projets.equipements.models import Cout, TypeEquipement, Usage
from projets.opportunites.evidence.actions import compute_candidates, refresh_changed
from projets.opportunites.models import SIGNALS, Candidat, Formule, Opportunite, Trace
from tests.factories import make_theme
from tests.projets.opportunites.city import NOW, at, candidate, make_city, make_group, person, report, support
from tests.projets.samples import make_equipement, make_idee, make_opportunite, make_sticker

pytestmark = pytest.mark.django_db
SPOTS = [(0, 0), (30, 0), (60, 4), (0, 36), (45, 40), (640, 0), (660, 3), (365, 0), (395, 0)]


def everything() -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """All candidates, by what they are."""
    rows = Candidat.objects.values_list("scale", "theme", "rue", "territoire", *SIGNALS, "score", "computed_at")
    return {row[:4]: row[4:-1] for row in rows}


def show_everything(formule: Formule) -> None:
    """A formula of the same weights that leaves nothing out for being little."""
    told = {"weights": formule.weights, "full": formule.full, "reason": "Essai"}
    Formule.objects.create(version=2, settings=formule.settings | {"least_score": 0}, **told)


class Happening:
    """One thing after the other, each drawn by its number among what is there."""

    def __init__(self) -> None:
        self.people = [person(name) for name in ("alice", "bob", "charlie")]
        self.group = make_group(self.people[2])
        self.themes = [make_theme("voirie"), make_theme("mobilier")]
        self.stickers = [make_sticker("banc", theme=self.themes[1]), make_sticker("velo", theme=self.themes[0])]
        self.type = TypeEquipement.objects.create(code="piscine", name="Piscine", nature="pool")

    def do(self, what: str, where: int, which: int) -> None:
        """What happened, at which spot, to which of those there are."""
        getattr(self, what)(at(*SPOTS[where]), which)

    def _any(self, model: Any, which: int) -> Any:
        rows = list(model.objects.order_by("pk"))
        return rows[which % len(rows)] if rows else None

    def report(self, place: Any, which: int) -> None:
        report(place, theme=self.themes[which % 2], created_at=NOW - timedelta(days=40 * which))

    def idea(self, place: Any, which: int) -> None:
        author = [None, *self.people][which % 4]
        make_idee(place, autocollant=self.stickers[which % 2], author=author, created_at=NOW - timedelta(days=which))

    def supported(self, _place: Any, which: int) -> None:
        if fiche := self._any(Fiche, which):
            person = [None, *self.people][which % 4]
            Soutien.objects.filter(fiche=fiche, person=person or 0).delete()
            support(fiche, person)

    def moved(self, place: Any, which: int) -> None:
        if fiche := self._any(Fiche, which):
            Fiche.objects.filter(pk=fiche.pk).update(geom=place)

    def hidden(self, _place: Any, which: int) -> None:
        if fiche := self._any(Fiche, which):
            Fiche.objects.filter(pk=fiche.pk).update(visibility="removed" if fiche.visibility == "public" else "public")

    def themed(self, _place: Any, which: int) -> None:
        if fiche := self._any(Fiche, which):
            Fiche.objects.filter(pk=fiche.pk).update(theme=self.themes[which % 2])

    def erased(self, _place: Any, which: int) -> None:
        if fiche := self._any(Fiche, which):
            Fiche.objects.filter(pk=fiche.pk).erase()

    def reopened(self, _place: Any, which: int) -> None:
        if fiche := self._any(Fiche, which):
            Evenement.objects.create(fiche=fiche, what="status", after="reopened", actor_role="agent", at=NOW)

    def joined(self, _place: Any, which: int) -> None:
        one, other = self._any(Fiche, which), self._any(Fiche, which + 1)
        if one and one != other:
            Fiche.objects.filter(pk=one.pk).update(visibility="joined")
            Lien.objects.create(source=one, target=other, kind="merged", role="resident")

    def carried(self, place: Any, which: int) -> None:
        topic = self._any(Opportunite, which) if which % 2 else None
        topic = topic or make_opportunite(place, theme=self.themes[0], created_at=NOW - timedelta(days=500))
        Evenement.objects.create(
            fiche=topic, what="status", after="carried", actor_role="agent", at=NOW - timedelta(days=which)
        )

    def grouped(self, _place: Any, which: int) -> None:
        somebody = self.people[which % 3]
        if Adhesion.objects.filter(person=somebody, groupe=self.group).update(left_at=NOW if which % 2 else None):
            return
        Adhesion.objects.create(person=somebody, groupe=self.group, consented_at=NOW)

    def counted(self, place: Any, which: int) -> None:
        pool = make_equipement(place, theme=self.themes[which % 2], type=self.type, nature="pool")
        told = {"kind": "running", "purpose": "running", "basis": "ttc", "source": "Comptes", "year": 2025}
        Cout.objects.create(equipement=pool, amount=1000 + 500 * which, **told)
        for year in (2024, 2025):
            month = f"{year}-01-01"
            Usage.objects.create(equipement=pool, measure="entries", month=month, months=12, value=100 + which * year)

    def worked(self, place: Any, which: int) -> None:
        make_equipement(place, nature="works", status="planned", theme=self.themes[which % 2])


DONE = [name for name in vars(Happening) if not name.startswith("_") and name != "do"]
STEPS = st.lists(st.tuples(st.sampled_from(DONE), st.integers(0, len(SPOTS) - 1), st.integers(0, 11)), max_size=12)


@given(STEPS, STEPS)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_counting_what_is_touched_finds_what_counting_everything_finds(first: list, then: list) -> None:
    with transaction.atomic():
        show_everything(make_city().formule)
        told = Happening()
        for which in range(3):
            told.report(at(0, 0), which)
            told.counted(at(0, 0), which)
        compute_candidates(NOW)
        for steps in (first, then):
            for step in steps:
                told.do(*step)
            refresh_changed(NOW)
        found = everything()
        assert not Trace.objects.exists()
        compute_candidates(NOW)
        assert found == everything()
        transaction.set_rollback(True)


def test_a_candidate_whose_evidence_is_gone_disappears_unless_somebody_holds_on_to_it() -> None:
    city = make_city()
    reports = [report(at(east, 0)) for east in range(0, 60, 10)]
    far = [report(at(east, 0)) for east in range(640, 700, 10)]
    compute_candidates(NOW)
    carried, other = candidate("rue", city.chateau, "voirie"), candidate("rue", city.far, "voirie")
    carried.opportunite = make_opportunite()
    carried.save(update_fields=["opportunite"])
    Fiche.objects.filter(pk__in=[each.pk for each in reports + far]).update(visibility="removed")
    refresh_changed(NOW)
    carried.refresh_from_db()
    assert (carried.score, carried.repeats, carried.neglect) == (0, None, None)
    assert not Candidat.objects.filter(pk=other.pk).exists()
    assert refresh_changed(NOW) is None


def test_a_thousand_changes_at_once_are_one_trace() -> None:
    make_city()
    report(at(0, 0))
    compute_candidates(NOW)
    template = Fiche.objects.get()
    Fiche.objects.bulk_create(
        [
            Fiche(kind="signalement", title="Trou", theme=template.theme, geom=at(0, 0), created_at=NOW)
            for _ in range(1001)
        ],
        batch_size=2000,
    )
    assert [trace.whole for trace in Trace.objects.all()] == [True]
    refresh_changed(NOW)
    assert candidate("rue", template.rue, "voirie").repeats == 1002
