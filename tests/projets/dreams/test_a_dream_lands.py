"""At closing: its author is asked; residents and a technician write; it becomes a proposal."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from carto.comptes.models import Service
from carto.fiches.actions import digest
from carto.fiches.models import Commentaire, Lien, LienKind, SecretLink, Visibility, What
from projets.idees.dreams.actions import ask_authors
from projets.idees.dreams.landing import CONDITIONS, Step, step_of
from projets.idees.models import Atterrissage, Campagne, Idee
from tests.people import alice, bob, charlie, hugo
from tests.projets.dreams.samples import make_campagne, make_dream

pytestmark = pytest.mark.django_db
SECRET = "s" * 43
NEED, STEP = "Se rafraîchir l’été, sans payer", "Un brumisateur sur la place, cet été"


@pytest.fixture
def campagne() -> Campagne:
    """Over since yesterday; the road service looks at its dreams."""
    service, _new = Service.objects.get_or_create(code="voirie", defaults={"name": "Voirie"})
    return make_campagne(is_over=True, service=service)


@pytest.fixture
def dream(campagne: Campagne) -> Idee:
    """Of somebody who stayed anonymous, and has a secret link."""
    made = make_dream(campagne)
    SecretLink.objects.create(fiche=made, digest=digest(SECRET))
    return made


def _fresh(dream: Idee) -> Idee:
    return Idee.objects.select_related("campagne", "atterrissage").get(pk=dream.pk)


def _write(client: Client, dream: Idee, need: str = NEED, step: str = STEP, **changes: str) -> int:
    seen = client.get(f"/reves/{dream.uuid}/").context["words_form"]["seen"].value()
    told = {"uuid": str(uuid.uuid4()), "seen": seen, "need": need, "first_step": step} | changes
    return client.post(f"/reves/{dream.uuid}/mots/", told).status_code


def _explain(client: Client, dream: Idee) -> int:
    told = {"feasible": "Une arrivée d’eau, deux mois.", "service": Service.objects.get(code="voirie").pk}
    return client.post(f"/reves/{dream.uuid}/technicien/", told).status_code


def test_from_dream_to_proposal(client: Client, dream: Idee) -> None:
    assert step_of(_fresh(dream)) is Step.ASKED
    assert client.post(f"/reves/accord/{SECRET}/", {"accord": "oui"}).status_code == 302
    assert step_of(_fresh(dream)) is Step.WORDS
    assert _write(client, dream) == 302
    assert step_of(_fresh(dream)) is Step.SERVICE
    client.force_login(bob())
    assert _explain(client, dream) == 302
    assert step_of(_fresh(dream)) is Step.READY
    client.force_login(hugo())
    answer = client.post(f"/reves/{dream.uuid}/poser/")
    landed = Idee.objects.exclude(pk=dream.pk).get()
    assert answer.url == landed.get_absolute_url()
    assert step_of(_fresh(dream)) is Step.LANDED
    assert (landed.author, landed.campagne, landed.service.code) == (None, None, "voirie")
    assert all(said in landed.text for said in (NEED, STEP, "Une arrivée d’eau", "Voirie"))
    assert Lien.objects.get(source=landed, kind=LienKind.GREW_FROM).target_id == dream.pk
    assert dream.get_absolute_url() in client.get(landed.get_absolute_url()).content.decode()
    assert landed.get_absolute_url() in client.get(dream.get_absolute_url()).content.decode()
    whats = list(dream.evenements.values_list("what", flat=True))
    assert whats == [What.REPLIED, What.COMPLETED, What.ANSWER, What.LANDED]
    assert client.post(f"/reves/{dream.uuid}/poser/").status_code == 409
    assert Idee.objects.count() == 2, "once"


def test_a_signed_dream_keeps_its_name(client: Client, campagne: Campagne) -> None:
    person = alice()
    dream = make_dream(campagne, author=person)
    client.force_login(person)
    assert "Votre rêve peut-il devenir" in client.get(f"/mes-fiches/{dream.uuid}/").content.decode()
    assert client.post(f"/reves/{dream.uuid}/accord/", {"accord": "oui"}).status_code == 302
    _write(client, dream)
    client.force_login(bob())
    _explain(client, dream)
    client.force_login(person)
    assert client.post(f"/reves/{dream.uuid}/poser/").status_code == 302
    assert Idee.objects.latest("pk").author == person


def test_no_means_it_stays_a_readable_dream(client: Client, dream: Idee) -> None:
    assert client.post(f"/reves/accord/{SECRET}/", {"accord": "non"}).status_code == 302
    page = client.get(f"/reves/{dream.uuid}/")
    assert page.status_code == 200 and page.context["words_form"] is None
    told = {"uuid": str(uuid.uuid4()), "seen": "x", "need": NEED, "first_step": STEP}
    assert client.post(f"/reves/{dream.uuid}/mots/", told).status_code == 409
    client.force_login(hugo())
    assert client.post(f"/reves/{dream.uuid}/poser/").status_code == 409
    assert "reste un rêve" in client.get(dream.get_absolute_url()).content.decode()
    assert client.post(f"/reves/accord/{SECRET}/", {"accord": "oui"}).status_code == 302, "one may change one’s mind"
    assert step_of(_fresh(dream)) is Step.WORDS


def test_nothing_of_it_while_the_campaign_is_open(client: Client) -> None:
    dream = make_dream(make_campagne(), author=alice())
    client.force_login(dream.author)
    assert client.get(f"/reves/{dream.uuid}/").status_code == 200
    told = {"uuid": str(uuid.uuid4()), "seen": "x", "need": NEED, "first_step": STEP}
    assert client.post(f"/reves/{dream.uuid}/accord/", {"accord": "oui"}).status_code == 409
    assert client.post(f"/reves/{dream.uuid}/mots/", told).status_code == 409
    assert client.post(f"/reves/{dream.uuid}/poser/").status_code == 409
    client.force_login(bob())
    assert _explain(client, dream) == 409
    assert ask_authors(timezone.now()) == 0
    assert not Atterrissage.objects.exists() and not dream.evenements.exists()


def test_strangers_do_not_answer_explain_or_land(client: Client, dream: Idee) -> None:
    client.force_login(charlie())
    assert client.post(f"/reves/{dream.uuid}/accord/", {"accord": "oui"}).status_code == 403
    assert client.post(f"/reves/{dream.uuid}/technicien/", {"feasible": "Non."}).status_code == 403
    assert client.post(f"/reves/{dream.uuid}/poser/").status_code == 403
    assert client.post(f"/reves/accord/{'x' * 43}/", {"accord": "oui"}).status_code == 404
    other = bob(Service.objects.create(code="eau", name="Eau"))
    client.force_login(other)
    assert client.post(f"/reves/{dream.uuid}/technicien/", {"feasible": "Non."}).status_code == 403


def test_two_who_write_at_once_see_both_texts(client: Client, dream: Idee) -> None:
    seen = client.get(f"/reves/{dream.uuid}/").context["words_form"]["seen"].value()
    assert _write(client, dream) == 302
    told = {"uuid": str(uuid.uuid4()), "seen": seen, "need": "Jouer dans l’eau", "first_step": "Un bassin"}
    answer = client.post(f"/reves/{dream.uuid}/mots/", told)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert NEED in page and "Jouer dans l’eau" in page
    again = told | {"seen": answer.context["words_form"]["seen"].value()}
    assert client.post(f"/reves/{dream.uuid}/mots/", again).status_code == 302
    said = "\n".join(dream.evenements.values_list("public_text", flat=True))
    assert NEED in said and "Jouer dans l’eau" in said, "the history keeps both"


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"need": ""}, 422), ({"need": "x" * 301}, 422), ({"first_step": "a\x00b"}, 422), ({"uuid": "zzz"}, 422)],
)
def test_what_cannot_be_stored_is_refused_and_kept(
    client: Client, dream: Idee, changes: dict[str, str], status: int
) -> None:
    assert _write(client, dream, **changes) == status
    assert not Atterrissage.objects.exclude(need="").exists()


def test_words_that_may_tell_who_somebody_is_wait_for_a_look(client: Client, dream: Idee) -> None:
    step = "Appeler le 06 12 34 56 78"
    assert _write(client, dream, step=step) == 422
    assert _write(client, dream, step=step, sure="on") == 302
    assert not Atterrissage.objects.exclude(first_step="").exists()
    assert Commentaire.objects.get().visibility == Visibility.WAITING
    assert "06 12" not in client.get(f"/reves/{dream.uuid}/").content.decode()


def test_every_dream_is_in_one_step_and_the_list_costs_the_same(client: Client, campagne: Campagne) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/reves/?campagne=cours").status_code == 200
        return len(queries)

    dreams = [make_dream(campagne) for _rank in range(2)]
    few = cost()
    dreams += [make_dream(campagne) for _rank in range(5)]
    assert cost() == few
    states = [
        {"consent": "asked", "need": "x"}, {"consent": "no"}, {"consent": "yes"},
        {"consent": "yes", "need": "x", "first_step": "y"},
        {"consent": "yes", "need": "x", "first_step": "y", "feasible": "z"},
        {"consent": "yes", "landed": dreams[6]},
    ]  # fmt: skip
    for dream, told in zip(dreams, states, strict=False):
        Atterrissage.objects.create(idee=dream, **told)
    for dream in dreams:
        inside = [
            step for step, condition in CONDITIONS.items() if Idee.objects.filter(condition, pk=dream.pk).exists()
        ]
        assert inside == [step_of(_fresh(dream))]
    page = client.get("/reves/?campagne=cours&etat=garde").content.decode()
    assert str(dreams[1].uuid) in page and str(dreams[0].uuid) not in page


def test_who_animates_comes_by_the_menu_and_an_idea_that_is_no_dream_has_no_landing(
    client: Client, campagne: Campagne, dream: Idee
) -> None:
    Idee.objects.filter(pk=dream.pk).update(campagne=make_campagne(slug="autre", dream=False))
    assert client.get(f"/reves/{dream.uuid}/").status_code == 404
    assert client.get("/reves/?campagne=zzz").status_code == 404
    client.force_login(hugo())
    page = client.get("/reves/").content.decode()
    assert campagne.title in page and 'aria-label="Pages de l’animation"' in page


def test_each_author_is_asked_once_when_it_is_over(campagne: Campagne, dream: Idee) -> None:
    later = timezone.now() + timedelta(hours=1)
    assert (ask_authors(later), ask_authors(later)) == (1, 0)
    line = dream.evenements.get()
    assert line.what == What.ASKED and campagne.title in line.public_text
