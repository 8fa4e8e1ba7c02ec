"""Free tags: up to five words on an idea, compared without accents, listed, filtered, merged in the open and undone."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from carto.comptes.models import Role, RoleName, User
from carto.fiches.filters import Filters
from carto.fiches.models import Etiquetage, Etiquette, EtiquetteMerge, Fiche, What
from carto.fiches.tags.actions import merge, names_of, put_tags, undo_merge
from carto.fiches.tags.words import MOST, read_words, written
from projets.idees.models import Idee
from tests.factories import make_fiche
from tests.people import alice, charlie
from tests.projets.samples import filled, load_palette, make_idee


def tagged(words: str, **fields: Any) -> Fiche:
    """An idea that bears these tags."""
    idee = make_idee(**fields)
    put_tags(idee, read_words(words))
    return idee


def tag(slug: str) -> Etiquette:
    """The tag of that code."""
    return Etiquette.objects.get(slug=slug)


def moderator() -> User:
    """Somebody who looks after what everybody reads."""
    person = User.objects.create_user("mo@exemple.fr", name="Mo")
    Role.objects.create(user=person, name=RoleName.MODERATOR)
    return person


@given(st.text(max_size=80))
def test_any_words_are_read_or_refused_in_words(text: str) -> None:
    try:
        words = read_words(text)
    except ValidationError as error:
        assert error.messages[0]
    else:
        assert len(words) <= MOST and len({word.slug for word in words}) == len(words)
        assert [word.slug for word in read_words(written([word.name for word in words]))] == [w.slug for w in words]


def test_words_are_folded_and_said_once() -> None:
    assert [word.slug for word in read_words("Été, ete ; #Ombre  fraîche,l’eau")] == ["ete", "ombre-fraiche", "l-eau"]
    for wrong in ("a,b,c,d,e,f,g", "un, deux, trois, quatre, cinq, six", "x" * 31, "registre"):
        with pytest.raises(ValidationError):
            read_words(wrong)


@pytest.mark.django_db
def test_tags_are_written_with_an_idea_and_show_on_its_page(client: Client) -> None:
    load_palette()
    assert client.post("/proposer/", filled(etiquettes="Été, ombre")).status_code == 302
    idee = Idee.objects.get()
    page = client.get(idee.get_absolute_url()).content.decode()
    assert 'href="/etiquettes/ete/">Été</a>' in page and 'href="/etiquettes/ombre/"' in page
    refused = client.post("/proposer/", filled(etiquettes="un, deux, trois, quatre, cinq, six"))
    assert refused.status_code == 422 and "un, deux, trois" in refused.content.decode()


@pytest.mark.django_db
def test_a_tag_that_tells_who_somebody_is_is_read_again_before_it_leaves(client: Client) -> None:
    load_palette()
    form = filled(etiquettes="06 12 34 56 78")
    assert client.post("/proposer/", form).status_code == 422
    client.post("/proposer/", form | {"sure": "on"})
    assert Idee.objects.get().visibility == "waiting"
    assert client.get("/etiquettes/").content.decode().count('class="tag"') == 0, "what waits is nowhere"


@pytest.mark.django_db
def test_one_tag_lists_whatever_bears_it_on_the_list_the_export_the_tiles_and_the_counts(client: Client) -> None:
    bearing, other = tagged("ombre"), make_idee()
    report = make_fiche()
    put_tags(report, read_words("Ombré"))
    page = client.get("/etiquettes/ombre/").content.decode()
    assert str(bearing.uuid) in page and str(report.uuid) in page and str(other.uuid) not in page
    filters = Filters(etiquette="ombre")
    assert {fiche.pk for fiche in filters.fiches()} == {bearing.pk, report.pk}
    assert filters.counted_by_kind() == {"idee": 1, "signalement": 1}
    assert client.get("/api/v1/fiches/?etiquette=ombre").json()["count"] == 2
    assert client.get("/donnees/fiches.csv?etiquette=ombre")["X-Total-Count"] == "2"
    assert client.get("/?etiquette=ombre").status_code == 200
    assert client.get("/liste/?etiquette=<script>").status_code == 400
    assert client.get("/etiquettes/inconnue/").status_code == 404


@pytest.mark.django_db
def test_tiles_of_a_tag_change_when_a_fiche_takes_it(client: Client) -> None:
    idee = tagged("ombre")
    address = "/tuiles/idees/0/0/0.mvt?etiquette=ombre"
    before = client.get(address)
    assert before.status_code == 200
    put_tags(idee, [])
    assert client.get(address, headers={"if-none-match": before["ETag"]}).status_code == 204


@pytest.mark.django_db
def test_what_is_in_use_is_suggested_without_accents(client: Client) -> None:
    tagged("Été, ombre")
    tagged("étang", visibility="waiting")
    assert client.get("/etiquettes/suggestions/?q=éT").json() == {"etiquettes": ["Été"]}
    assert client.get("/etiquettes/suggestions/?q=").json() == {"etiquettes": []}


@pytest.mark.django_db
def test_a_merge_is_logged_read_by_all_and_undone(client: Client) -> None:
    one, both = tagged("vélos"), tagged("vélos, vélo")
    mo = Client()
    mo.force_login(moderator())
    assert mo.post("/etiquettes/registre/", {"source": "vélos", "target": "velo", "reason": ""}).status_code == 422
    mo.post("/etiquettes/registre/", {"source": "vélos", "target": "velo", "reason": "Le même mot au pluriel."})
    assert names_of(one) == names_of(both) == ["vélo"]
    register = client.get("/etiquettes/registre/").content.decode()
    assert "Le même mot au pluriel." in register and "Réunir deux étiquettes" not in register
    assert client.get("/etiquettes/velos/").url == "/etiquettes/velo/"
    assert {f.pk for f in Filters(etiquette="velos").fiches()} == {one.pk, both.pk}
    later = tagged("vélos")
    assert names_of(later) == ["vélo"]
    mo.post(f"/etiquettes/registre/{EtiquetteMerge.objects.get().pk}/defaire/")
    assert (names_of(one), names_of(both), names_of(later)) == (["vélos"], ["vélos", "vélo"], ["vélos"])
    assert "Défait le" in client.get("/etiquettes/registre/").content.decode()


@pytest.mark.django_db
def test_merges_may_follow_one_another_and_be_undone_in_any_order() -> None:
    bearing = {
        words: tagged(words) for words in ("un1", "deux2", "trois3", "un1, deux2", "un1, deux2, trois3", "un1, trois3")
    }
    before = {words: names_of(fiche) for words, fiche in bearing.items()}
    mo = moderator()
    first = merge(tag("un1"), tag("deux2"), reason="ensemble", by=mo)
    second = merge(tag("deux2"), tag("trois3"), reason="ensemble", by=mo)
    assert all(names_of(fiche) == ["trois3"] for fiche in bearing.values())
    undo_merge(first)
    assert names_of(bearing["un1, deux2"]) == ["un1", "trois3"]
    undo_merge(second)
    assert not undo_merge(second)
    assert {words: names_of(fiche) for words, fiche in bearing.items()} == before
    assert not Etiquetage.objects.filter(former__isnull=False).exists()
    for source, target in (("un1", "un1"),):
        with pytest.raises(ValidationError):
            merge(tag(source), tag(target), reason="pour voir", by=mo)


@pytest.mark.django_db
def test_the_author_changes_them_the_moderation_says_why_and_nobody_else_may(client: Client) -> None:
    person = alice()
    idee = tagged("ombre", author=person)
    author, mo, stranger = Client(), Client(), Client()
    author.force_login(person), mo.force_login(moderator()), stranger.force_login(charlie())
    author.post(f"/mes-fiches/{idee.uuid}/etiquettes/", {"etiquettes": "ombre, été"})
    line = idee.evenements.get(what=What.TAGGED)
    assert (line.before, line.after, line.actor_role, line.person) == ("ombre", "ombre, été", "resident", person)
    assert stranger.post(f"/mes-fiches/{idee.uuid}/etiquettes/", {"etiquettes": "x"}).status_code == 404
    address = f"/fiches/{idee.uuid}/etiquettes/"
    assert stranger.post(address, {"etiquettes": "", "reason": "non"}).status_code == 403
    assert mo.post(address, {"etiquettes": "été", "reason": ""}).status_code == 422
    mo.post(address, {"etiquettes": "été", "reason": "Ce mot vise quelqu’un."})
    assert (
        names_of(idee) == ["été"] and "Ce mot vise quelqu’un." in client.get(idee.get_absolute_url()).content.decode()
    )
    assert author.post(f"/mes-fiches/{idee.uuid}/etiquettes/", {"etiquettes": "06 12 34 56 78"}).status_code == 422
