"""Nothing is removed in silence: the rule and the reason are told, and the author answers once, to somebody else."""

import pytest
from django.test import Client

from carto.fiches.models import Acte, ActeKind, Commentaire, Evenement, Retenue, Rule, Visibility, What
from carto.fiches.moderation import actions
from tests.fiches.moderation.samples import emma, farid, make_held, make_photo, with_secret
from tests.people import alice, charlie
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
BIN = {"do": "bin", "bin-rule": "insult", "bin-reason": "Une personne y est attaquée."}


def _history() -> list[str]:
    return list(Evenement.objects.filter(what=What.MODERATED).values_list("public_text", flat=True))


def test_what_was_held_is_published_with_a_line_of_history(client: Client) -> None:
    client.force_login(emma())
    held = make_held()
    Retenue.objects.create(fiche=held, rule=Rule.PERSONAL)
    assert client.post(f"/moderation/fiches/{held.pk}/", {"do": "approve"}).status_code == 302
    held.refresh_from_db()
    assert held.visibility == Visibility.PUBLIC
    assert not Retenue.objects.open().exists()
    assert _history() == ["Vérifié et publié."]
    assert client.post(f"/moderation/fiches/{held.pk}/", {"do": "approve"}).status_code == 409


def test_a_held_comment_is_published_or_binned_alone(client: Client) -> None:
    client.force_login(emma())
    fiche = make_signalement()
    comment = Commentaire.objects.create(fiche=fiche, text="Appelez Jean.", visibility=Visibility.WAITING)
    Retenue.objects.create(fiche=fiche, commentaire=comment, rule=Rule.PERSONAL)
    door = f"/moderation/commentaires/{comment.pk}/"
    edited = {"do": "edit", "edit-text": "Appelez la mairie.", "edit-rule": "personal", "edit-reason": "Un nom."}
    assert client.post(door, edited).status_code == 302
    assert client.post(door, {"do": "approve"}).status_code == 302
    comment.refresh_from_db()
    assert (comment.text, comment.visibility) == ("Appelez la mairie.", Visibility.PUBLIC)
    assert client.post(door, BIN).status_code == 302
    comment.refresh_from_db()
    fiche.refresh_from_db()
    assert (comment.visibility, fiche.visibility) == (Visibility.BINNED, Visibility.PUBLIC)


def test_a_decision_needs_a_rule_and_a_reason(client: Client) -> None:
    client.force_login(emma())
    fiche = make_signalement()
    door = f"/moderation/fiches/{fiche.pk}/"
    for wrong in ({"bin-rule": ""}, {"bin-reason": " "}, {"bin-rule": "jamais-vu"}):
        page = client.post(door, BIN | wrong)
        assert page.status_code == 422
    assert "Une personne y est attaquée." in client.post(door, BIN | {"bin-rule": ""}).content.decode()
    fiche.refresh_from_db()
    assert fiche.visibility == Visibility.PUBLIC and not Acte.objects.exists()


def test_a_binned_fiche_says_why_and_its_author_knows_how_to_answer(client: Client) -> None:
    client.force_login(emma())
    fiche = make_signalement(text="Untel est un voleur.", author=alice())
    assert client.post(f"/moderation/fiches/{fiche.pk}/", BIN).status_code == 302
    assert client.post(f"/moderation/fiches/{fiche.pk}/", BIN).status_code == 409
    client.logout()
    gone = client.get(fiche.get_absolute_url())
    page = gone.content.decode()
    assert gone.status_code == 410
    assert "attaque contre une personne" in page and "Une personne y est attaquée." in page
    assert "voleur" not in page and "Répondre à cette décision" not in page and "lien secret" in page
    client.force_login(fiche.author)
    assert f"/decisions/{Acte.objects.get().pk}/repondre/" in client.get(fiche.get_absolute_url()).content.decode()


def test_it_is_restored_where_it_was_and_its_photos_wait_again(client: Client) -> None:
    client.force_login(emma())
    fiche = make_signalement()
    shown, refused = make_photo(fiche), make_photo(fiche)
    client.post(f"/moderation/photos/{shown.pk}/", {"do": "publish", "seen": "waiting"})
    sent = {"do": "refuse", "refuse-seen": "waiting", "refuse-rule": "advert", "refuse-reason": "Une affiche."}
    client.post(f"/moderation/photos/{refused.pk}/", sent)
    client.post(f"/moderation/fiches/{fiche.pk}/", BIN)
    shown.refresh_from_db()
    assert shown.state == "refused" and not shown.image  # its address leads nowhere any more
    client.post(f"/moderation/fiches/{fiche.pk}/", {"do": "restore", "restore-reason": "Relu à deux."})
    for row in (fiche, shown, refused):
        row.refresh_from_db()
    assert fiche.visibility == Visibility.PUBLIC
    assert (shown.state, refused.state) == ("waiting", "refused")
    assert _history()[-1] == "Rétabli. Relu à deux."
    assert Acte.objects.get(what=ActeKind.BINNED).undone_at


def test_words_are_taken_out_and_nobody_reads_them_again(client: Client) -> None:
    client.force_login(emma())
    fiche = make_signalement(text="Trou. Appelez Jean au 06 12 34 56 78.")
    sent = {
        "do": "edit", "edit-title": fiche.title, "edit-text": "Trou.", "edit-rule": "personal",
        "edit-reason": "Un numéro de téléphone.",
    }  # fmt: skip
    assert client.post(f"/moderation/fiches/{fiche.pk}/", sent).status_code == 302
    assert client.post(f"/moderation/fiches/{fiche.pk}/", sent).status_code == 409  # nothing left to change
    acte = Acte.objects.get()
    assert (acte.field, acte.after) == ("text", "Trou.") and "06 12" in acte.before
    client.logout()
    page = client.get(fiche.get_absolute_url()).content.decode()
    assert "06 12" not in page and "Un numéro de téléphone." in page and "Trou." in page
    assert "06 12" not in client.get("/corbeille/").content.decode()


def test_the_author_answers_once_by_the_secret_link(client: Client) -> None:
    fiche = make_signalement()
    follow = with_secret(fiche)
    acte = actions.set_aside(fiche, by=emma(), rule=Rule.ADVERT, reason="C’est une publicité.")
    door = f"{follow}decisions/{acte.pk}/"
    assert door in client.get(follow).content.decode()
    assert client.post(door, {"text": ""}).status_code == 422
    assert client.post(door, {"text": "Non, c’est un vrai trou."}).status_code == 302
    again = client.post(door, {"text": "J’insiste."})
    assert again.status_code == 422 and "déjà répondu" in again.content.decode()
    acte.refresh_from_db()
    assert acte.reply == "Non, c’est un vrai trou."


def test_nobody_else_answers(client: Client) -> None:
    fiche = make_signalement(author=alice())
    acte = actions.set_aside(fiche, by=emma(), rule=Rule.ADVERT, reason="Pub.")
    assert client.get(f"/decisions/{acte.pk}/repondre/").status_code == 302
    assert client.get(f"/suivre/{'x' * 43}/decisions/{acte.pk}/").status_code == 404
    client.force_login(charlie())
    assert client.get(f"/decisions/{acte.pk}/repondre/").status_code == 404
    other = make_signalement()
    assert client.get(f"{with_secret(other)}decisions/{acte.pk}/").status_code == 404


def test_the_author_of_a_comment_finds_the_decision_in_their_account(client: Client) -> None:
    author, fiche = charlie(), make_signalement(author=alice())
    comment = Commentaire.objects.create(fiche=fiche, text="Achetez !", author=author)
    acte = actions.set_aside(comment, by=emma(), rule=Rule.ADVERT, reason="Pub.")
    door = f"/decisions/{acte.pk}/repondre/"
    client.force_login(fiche.author)
    assert door not in client.get("/compte/").content.decode() and client.get(door).status_code == 404
    client.force_login(author)
    assert door in client.get("/compte/").content.decode()
    assert client.post(door, {"text": "C’était une blague."}).status_code == 302


def test_somebody_else_examines_the_answer_when_there_is_one(client: Client) -> None:
    first, fiche = emma(), make_signalement()
    acte = actions.set_aside(fiche, by=first, rule=Rule.ADVERT, reason="Pub.")
    actions.reply(acte, "Non.")
    settled = {"outcome": "reversed", "text": "Vous avez raison.", "shown": "on"}
    second = farid()
    client.force_login(first)
    assert client.post(f"/moderation/reponses/{acte.pk}/", settled).status_code == 403
    client.force_login(second)
    assert client.post(f"/moderation/reponses/{acte.pk}/", {"outcome": "reversed"}).status_code == 422
    assert client.post(f"/moderation/reponses/{acte.pk}/", settled).status_code == 302
    fiche.refresh_from_db()
    acte.refresh_from_db()
    assert fiche.visibility == Visibility.PUBLIC and acte.undone_at and acte.settled_by == second
    assert "Réponse de l’auteur examinée : décision annulée. Vous avez raison." in _history()
    page = client.get(f"{with_secret(fiche)}decisions/{acte.pk}/").content.decode()
    assert "Décision annulée" in page and "Vous avez raison." in page


def test_a_lone_moderator_examines_their_own_decision() -> None:
    alone, fiche = emma(), make_signalement()
    acte = actions.set_aside(fiche, by=alone, rule=Rule.ADVERT, reason="Pub.")
    actions.reply(acte, "Non.")
    actions.settle(acte, by=alone, outcome="upheld", text="Je maintiens.", shown=False)
    fiche.refresh_from_db()
    assert fiche.visibility == Visibility.BINNED


def test_words_come_back_when_the_correction_was_wrong() -> None:
    fiche = make_signalement(text="Devant chez Fleuriste Martin.")
    [acte] = actions.edit(fiche, {"text": "Devant chez [nom]."}, by=emma(), rule=Rule.PERSONAL, reason="Un nom.")
    actions.reply(acte, "C’est l’enseigne d’une boutique.")
    actions.settle(acte, by=farid(), outcome="reversed", text="En effet.", shown=True)
    fiche.refresh_from_db()
    assert fiche.text == "Devant chez Fleuriste Martin."
