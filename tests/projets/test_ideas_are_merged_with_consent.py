"""Merging ideas: every author agrees or nothing happens; supporters go along one by one; undone, all is as before."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.gis.geos import Point
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carto.comptes.models import User
from carto.fiches.actions import digest
from carto.fiches.filters import Filters
from carto.fiches.lineage import joined_to, kept_of, shown_as
from carto.fiches.models import Contact, Lien, SecretLink, Soutien, SoutienKind, Visibility, What
from carto.fiches.moderation.actions import restore, set_aside
from carto.fiches.own.actions import withdraw
from carto.fiches.voices.actions import Voice, heard, speak, take_back
from projets.idees.fusions.actions import answer, answer_as_supporter, drop_silent, propose, undo
from projets.idees.fusions.letters import write
from projets.idees.fusions.rights import Hand
from projets.idees.fusions.standing import standing_of
from projets.idees.models import Fusion, Idee
from tests.factories import make_territoire
from tests.people import alice, charlie, denise
from tests.places import COURS_DES_50_OTAGES
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db
SECRET, WHY = "s" * 43, "Le même banc, au même endroit"


def again(idee: Idee) -> Idee:
    """As the database has it now."""
    return Idee.objects.get(pk=idee.pk)


def said(idee: Idee) -> list[str]:
    """What its history tells of merges."""
    return list(idee.evenements.filter(what=What.MERGED).values_list("public_text", flat=True))


def on_the_map() -> int:
    return Filters().fiches().count()


@pytest.fixture
def two() -> tuple[Idee, Idee]:
    """Alice's bench, which she signed, and one of somebody known by a secret link alone."""
    named = make_idee(title="Un banc ici", author=alice())
    anonymous = make_idee(title="De quoi s’asseoir")
    SecretLink.objects.create(fiche=anonymous, digest=digest(SECRET))
    return again(named), again(anonymous)


def asked(two: tuple[Idee, Idee], by: User | None = None) -> Fusion:
    """A stranger says that they are one."""
    return propose(two[0], [two[1]], WHY, hand=Hand(by))


def agree(fusion: Fusion, *idees: Idee) -> Fusion:
    """The authors of these say yes."""
    for idee in idees:
        fusion = answer(fusion, idee, agreed=True, hand=Hand(idee.author))
    return fusion


def test_it_happens_when_every_author_agrees_and_each_keeps_its_page(client: Client, two: tuple[Idee, Idee]) -> None:
    named, anonymous = two
    fusion = agree(asked(two), named)
    assert on_the_map() == 2 and said(named) == said(anonymous), "one yes is not enough; both are told"
    agree(fusion, anonymous)
    assert (again(anonymous).visibility, again(named).visibility) == (Visibility.JOINED, Visibility.PUBLIC)
    assert (on_the_map(), kept_of(anonymous).pk, heard(named).people) == (1, named.pk, 2)
    assert [fiche.pk for fiche in joined_to(named)] == [anonymous.pk]
    shown = client.get(anonymous.get_absolute_url())
    assert shown.status_code == 200 and "est réunie à" in shown.content.decode()
    assert "y est réunie" in client.get(named.get_absolute_url()).content.decode()
    assert "ne font plus qu’une idée" in said(anonymous)[-1]


def test_one_no_ends_it_politely_and_names_nobody(two: tuple[Idee, Idee]) -> None:
    named, anonymous = two
    fusion = agree(asked(two), named)
    answer(fusion, anonymous, agreed=False, hand=Hand())
    assert standing_of(again_fusion(fusion)) == "dropped" and on_the_map() == 2
    assert "préfère garder la sienne" in said(named)[-1] == said(anonymous)[-1]
    with pytest.raises(ValidationError):
        agree(fusion, anonymous)
    with pytest.raises(ValidationError, match="laissons-leur"):
        asked(two)


def again_fusion(fusion: Fusion) -> Fusion:
    return Fusion.objects.get(pk=fusion.pk)


def test_silence_is_no_consent_and_it_is_said(two: tuple[Idee, Idee]) -> None:
    fusion = agree(asked(two), two[0])
    late = timezone.now() + timedelta(days=31)
    assert (drop_silent(late), drop_silent(late)) == (1, 0)
    assert standing_of(again_fusion(fusion)) == "dropped"
    assert all("n’ont pas répondu" in said(idee)[-1] for idee in two)
    Fusion.objects.update(dropped_at=None, until=timezone.now())
    with pytest.raises(ValidationError):  # whether or not anything has written it down yet
        agree(fusion, two[1])


def test_supporters_go_along_only_when_they_say_so_and_come_back(two: tuple[Idee, Idee]) -> None:
    named, anonymous = two
    willing, unwilling = charlie(), User.objects.create_user("yann@exemple.fr", name="Yann")
    for voice in (Voice(willing, ""), Voice(unwilling, ""), Voice(None, "m")):
        speak(anonymous, SoutienKind.TOO, voice)
    before = list(Soutien.objects.order_by("pk").values())
    fusion = asked(two)
    answer_as_supporter(fusion, willing, agreed=True)
    assert (heard(named).people, heard(anonymous).people) == (1, 4), "nothing moves before the authors agree"
    agree(fusion, named, anonymous)
    assert (heard(named).people, heard(anonymous).people) == (3, 2)
    answer_as_supporter(fusion, unwilling, agreed=True)
    answer_as_supporter(fusion, willing, agreed=False)
    assert (heard(named).people, heard(anonymous).people) == (3, 2)
    undo(fusion, hand=Hand())
    assert list(Soutien.objects.order_by("pk").values()) == before
    assert (heard(named).people, heard(anonymous).people) == (1, 4)


def test_one_who_supports_both_is_counted_once_on_each_as_before(two: tuple[Idee, Idee]) -> None:
    named, anonymous = two
    person = charlie()
    for idee in two:
        speak(idee, SoutienKind.TOO, Voice(person, ""))
    fusion = asked(two)
    answer_as_supporter(fusion, person, agreed=True)
    agree(fusion, named, anonymous)
    assert (heard(named).people, heard(anonymous).people) == (3, 1)
    take_back(named, SoutienKind.TOO, Voice(person, ""))
    undo(fusion, hand=Hand())
    assert (heard(named).people, heard(anonymous).people) == (1, 2), "what was taken back does not return"


def test_the_secret_link_asks_answers_and_undoes(client: Client, two: tuple[Idee, Idee]) -> None:
    named, anonymous = two
    fusion = agree(asked(two), named)
    room = f"/suivre/{SECRET}/"
    assert "Ces idées n’en feraient qu’une" in client.get(room).content.decode()
    door = f"{room}reunions/{fusion.uuid}/"
    assert "n’existe pas" in client.post(door, {"reponse": "x"}, follow=True).content.decode()
    assert "réunies" in client.post(door, {"reponse": "oui"}, follow=True).content.decode()
    assert again(anonymous).visibility == Visibility.JOINED
    assert not anonymous.evenements.exclude(person=None).exists(), "the secret link says nothing of who holds it"
    client.post(door, {"reponse": "defaire"})
    assert again(anonymous).visibility == Visibility.PUBLIC and on_the_map() == 2
    assert "La réunion est défaite" in said(named)[-1] == said(anonymous)[-1]
    assert Lien.objects.get().undone_at is not None
    assert "ne sont pas réunies" in client.post(door, {"reponse": "defaire"}, follow=True).content.decode()
    assert client.post(f"/suivre/{'x' * 43}/reunions/{fusion.uuid}/", {"reponse": "oui"}).status_code == 404


def test_a_stranger_answers_and_undoes_nothing(client: Client, two: tuple[Idee, Idee]) -> None:
    fusion = asked(two)
    page = f"{two[0].get_absolute_url()}reunions/{fusion.uuid}/"
    strangers = (None, charlie())
    for person in strangers:
        if person:
            client.force_login(person)
        for does in ("oui", "non", "defaire"):
            for role in ("auteur", "soutien", "referent"):
                assert client.post(page, {"comme": role, "reponse": does}).status_code == 403
    agree(fusion, *two)
    assert client.post(page, {"reponse": "defaire"}).status_code == 403
    assert client.get(f"{two[1].get_absolute_url()}reunions/{fusion.uuid}/").status_code == 404


def test_the_account_answers_for_its_own_and_its_supports(client: Client, two: tuple[Idee, Idee]) -> None:
    fan = charlie()
    speak(two[1], SoutienKind.TOO, Voice(fan, ""))
    fusion = asked(two)
    page = f"{two[0].get_absolute_url()}reunions/{fusion.uuid}/"
    client.force_login(fan)
    assert "Et votre soutien" in client.get(page).content.decode()
    assert client.post(page, {"comme": "soutien", "reponse": "oui"}).status_code == 302
    client.force_login(two[0].author)
    assert "Vous en êtes l’auteur" in client.get(page).content.decode()
    assert client.post(page, {"comme": "auteur", "reponse": "oui"}).status_code == 302
    agree(fusion, two[1])
    assert "Défaire la réunion" in client.get(page).content.decode() and heard(two[0]).people == 3
    assert client.post(page, {"comme": "auteur", "reponse": "oui"}).status_code == 409
    assert client.post(page, {"reponse": "defaire"}).status_code == 302
    assert heard(two[0]).people == 1


def test_for_whoever_left_no_way_only_the_referent_speaks_and_aloud(client: Client) -> None:
    make_territoire(COURS_DES_50_OTAGES)
    named, silent = make_idee(author=alice()), again(make_idee(title="Vue sur une feuille"))
    fusion = agree(propose(named, [silent], WHY, hand=Hand()), named)
    page = f"{named.get_absolute_url()}reunions/{fusion.uuid}/"
    client.force_login(denise(silent.quartier))
    assert "qu’on ne peut pas joindre" in client.get(page).content.decode()
    speaks = {"comme": "referent", "reponse": "oui"}
    assert client.post(page, speaks).status_code == 422, "without a reason"
    assert client.post(page, speaks | {"reason": "Écrivez à M. Dupont, 06 12 34 56 78"}).status_code == 422
    Contact.objects.create(fiche=silent, email="quelquun@exemple.fr")
    assert client.post(page, speaks | {"reason": "Dites au même atelier"}).status_code == 403, "they can be asked"
    Contact.objects.all().delete()
    assert client.post(page, speaks | {"reason": "Dites au même atelier"}).status_code == 302
    assert again(silent).visibility == Visibility.JOINED and "Dites au même atelier" in said(silent)[-2]
    SecretLink.objects.create(fiche=silent, digest=digest(SECRET))  # found again, by the stub of the sheet
    client.post(f"/suivre/{SECRET}/reunions/{fusion.uuid}/", {"reponse": "defaire"})
    assert again(silent).visibility == Visibility.PUBLIC


def test_ones_own_two_ideas_are_one_at_once() -> None:
    person = alice()
    one, other = make_idee(author=person), make_idee(author=person)
    fusion = propose(one, [other], WHY, hand=Hand(person))
    assert standing_of(fusion) == "done" and on_the_map() == 1


def test_what_cannot_be_one_is_told_in_words(two: tuple[Idee, Idee]) -> None:
    named, anonymous = two
    third = make_idee(title="Un troisième")
    for target, sources in ((named, []), (named, [named]), (named, [named, third])):
        with pytest.raises(ValidationError):
            propose(target, sources, WHY, hand=Hand())
    agree(asked(two), *two)
    for target, sources in ((third, [named]), (third, [anonymous]), (anonymous, [third])):
        with pytest.raises(ValidationError):
            propose(target, sources, WHY, hand=Hand())
    with pytest.raises(ValidationError, match="demande déjà"):
        propose(named, [third], WHY, hand=Hand())
        propose(named, [third], WHY, hand=Hand())


def test_anyone_proposes_from_the_page_and_mistakes_keep_the_words(client: Client, two: tuple[Idee, Idee]) -> None:
    named, anonymous = two
    form = f"{named.get_absolute_url()}reunir/"
    assert anonymous.number in client.get(form).content.decode(), "what is near and alike is offered"
    wrong: list[tuple[dict[str, Any], int]] = [
        ({"reason": WHY}, 422),
        ({"ideas": str(anonymous.uuid)}, 422),
        ({"numbers": "I-2026-999999", "reason": WHY}, 422),
        ({"numbers": "\x00<b>", "reason": WHY}, 422),
        ({"ideas": str(anonymous.uuid), "reason": "Voir M. Dupont, 06 12 34 56 78"}, 422),
    ]
    for sent, status in wrong:
        answered = client.post(form, sent)
        assert answered.status_code == status and "<b>" not in answered.content.decode()
    assert not Fusion.objects.exists()
    assert client.post(form, {"numbers": str(anonymous.number).lower(), "reason": WHY}).status_code == 302
    assert client.post(form, {"ideas": str(anonymous.uuid), "reason": WHY}).status_code == 409
    fusion = Fusion.objects.get()
    assert (fusion.by, fusion.role, fusion.until > timezone.now() + timedelta(days=29)) == (None, "resident", True)


def test_an_idea_that_left_meanwhile_merges_nothing(two: tuple[Idee, Idee]) -> None:
    named, anonymous = two
    fusion = agree(asked(two), named)
    withdraw(anonymous)
    agree(fusion, anonymous)
    assert standing_of(again_fusion(fusion)) == "dropped" and not Lien.objects.exists()


def test_when_the_one_that_stays_is_set_aside_the_others_have_their_place_again(two: tuple[Idee, Idee]) -> None:
    named, anonymous = two
    agree(asked(two), *two)
    with pytest.raises(ValidationError):
        withdraw(named)  # others are joined to it
    moderator = charlie()
    set_aside(again(named), by=moderator, rule="insult", reason="Les mots d’un autre")
    assert again(anonymous).visibility == Visibility.PUBLIC and shown_as(anonymous) == Visibility.PUBLIC
    restore(again(named), by=moderator, reason="")
    assert again(named).visibility == Visibility.PUBLIC and on_the_map() == 2


def test_supporters_are_written_to_and_those_who_stay_are_told(two: tuple[Idee, Idee]) -> None:
    person = charlie()
    EmailAddress.objects.create(user=person, email=person.email, verified=True)
    speak(two[1], SoutienKind.TOO, Voice(person, ""))
    fusion = asked(two)
    assert write(fusion.pk, "asked") == 1
    agree(fusion, *two)
    write(fusion.pk, "done")
    question, told = mail.outbox
    assert question.to == [person.email] and WHY in question.body and str(fusion.uuid) in question.body
    assert "reste sur la page où vous l’avez donné" in told.body and "\n\n\n" not in told.body


MOVE = st.tuples(
    st.sampled_from(["propose", "yes", "no", "fan", "leave", "undo"]), st.integers(0, 3), st.integers(0, 3)
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVE, max_size=14))
def test_whatever_is_merged_and_undone_no_voice_is_lost_and_every_page_is_read(
    client: Client, moves: list[tuple[str, int, int]]
) -> None:
    Fusion.objects.all().delete()
    Lien.objects.all().delete()
    Idee.objects.all().delete()
    User.objects.filter(email__startswith="fan").delete()
    ideas = [
        make_idee(Point(COURS_DES_50_OTAGES.x + rank / 4000, COURS_DES_50_OTAGES.y, srid=4326)) for rank in range(4)
    ]
    fans = [User.objects.create_user(f"fan{rank}@exemple.fr") for rank in range(4)]
    for idee, fan in zip(ideas, fans, strict=True):
        speak(idee, SoutienKind.TOO, Voice(fan, ""))
    for what, one, other in moves:
        try:
            move(what, ideas, fans, one, other)
        except ValidationError:
            continue
    check(client, ideas, 8)
    for fusion in Fusion.objects.filter(done_at__isnull=False, undone_at=None):
        undo(fusion, hand=Hand())
    check(client, ideas, 8)
    assert [heard(idee).people for idee in ideas] == [2, 2, 2, 2]
    assert {again(idee).visibility for idee in ideas} == {Visibility.PUBLIC}


def move(what: str, ideas: list[Idee], fans: list[User], one: int, other: int) -> None:
    """One step of somebody, on the latest merge."""
    if what == "propose":
        propose(ideas[one], [ideas[other]], WHY, hand=Hand())
        return
    fusion = Fusion.objects.order_by("pk").last()
    if fusion is None:
        return
    if what in ("yes", "no"):
        both = [fusion.target, *(each.idee for each in fusion.sources.all())]
        answer(fusion, both[one % 2], agreed=what == "yes", hand=Hand())
    elif what in ("fan", "leave"):
        answer_as_supporter(fusion, fans[one], agreed=what == "fan")
    else:
        undo(fusion, hand=Hand())


def check(client: Client, ideas: list[Idee], people: int) -> None:
    """Depth one; one pin for what is one; the sum of people unchanged; every page answers."""
    assert sum(heard(idee).people for idee in ideas) == people
    for idee in map(again, ideas):
        kept = kept_of(idee)
        assert idee.visibility == (Visibility.PUBLIC if kept.pk == idee.pk else Visibility.JOINED)
        assert kept_of(kept).pk == kept.pk and kept.visibility == Visibility.PUBLIC
        assert client.get(idee.get_absolute_url()).status_code == 200
