"""A street, a quartier, a circle, a drawn area: what is new there, decided there, built there is told by mail."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import LineString, Point, Polygon
from django.utils import timezone

from carto.alertes.forgetting import forget
from carto.alertes.models import Abonnement, Deplacement, Heard, Message
from carto.alertes.outbox import send_due
from carto.alertes.places.selection import Place
from carto.comptes.models import User
from carto.fiches.actions import record, submit
from carto.fiches.models import Commentaire, Fiche, Retenue, Visibility, What
from carto.fiches.own.actions import move, seen
from carto.fiches.trust.holding import lift
from projets.equipements.models import Equipement
from projets.idees.models import Idee
from tests.alertes.places import CHARLIE, around, drawn, follow, make_street
from tests.alertes.postbox import Postbox, Worker, header, html_of, text_of
from tests.factories import make_fiche, make_territoire, make_theme, square
from tests.people import alice, charlie
from tests.places import CHATEAU, ILE_DE_NANTES, PLACE_ROYALE, REZE
from tests.projets.samples import make_sticker

pytestmark = pytest.mark.django_db


def _send(title: str = "Un banc à l’ombre", geom: object = CHATEAU, kind: str = "idee", **said: object) -> Fiche:
    """Somebody sends it, as the forms do."""
    told = {"title": title, "geom": geom, "kind": kind, "theme": said.pop("theme", None) or make_theme()}
    told["visibility"] = said.pop("visibility", Visibility.PUBLIC)
    fiche = Idee(autocollant=make_sticker(), **told) if kind == "idee" else Fiche(**told)
    fiche.arrived = ""  # what ideas do then is none of this
    return submit(fiche, **said).fiche


def test_a_new_fiche_in_the_circle_is_told_once_with_the_place_and_the_reason(postbox: Postbox, worker: Worker) -> None:
    follow(around())
    _send(geom=REZE, title="Trop loin")
    fiche = _send()
    worker.work()
    assert postbox.subjects() == ["autour du château : une nouvelle idée, « Un banc à l’ombre »"]
    for said in (text_of(postbox.messages[0]), html_of(postbox.messages[0])):
        assert "parce que vous suivez « autour du château »" in said
        assert f"/fiches/{fiche.uuid}/" in said
    assert "List-Unsubscribe" in postbox.messages[0]
    record(fiche, What.COMMENT, role="resident", public_text="Moi aussi.")
    worker.work()
    assert len(postbox.messages) == 1, "a place is not its fiches' whole story"


def test_what_arrives_at_once_is_made_together_and_told_in_one_letter(
    postbox: Postbox, worker: Worker, django_assert_max_num_queries: object
) -> None:
    follow(around())
    for rank in range(12):
        _send(f"Banc {rank}")
    with django_assert_max_num_queries(110):
        assert worker.work().count("prepare") == 12
    (letter,) = postbox.messages
    assert "12 nouvelles" in str(letter["Subject"]) and Message.objects.count() == 12


def test_streets_territories_and_drawn_areas_hold_what_the_database_puts_there(
    postbox: Postbox, worker: Worker
) -> None:
    street, quartier = make_street(), make_territoire(name="Centre-Ville")
    follow(Place(street.name, code=street.code), "rue@exemple.fr")
    follow(Place(quartier.name, code=quartier.code), "quartier@exemple.fr")
    follow(drawn(square(CHATEAU, 0.001)[0]), "zone@exemple.fr")
    follow(Place("Nantes"), "partout@exemple.fr")
    for title, shape in (
        ("Dans la rue", Point(CHATEAU.x + 0.0015, CHATEAU.y + 0.0001, srid=4326)),
        ("Dans la zone", Point(CHATEAU.x + 0.0005, CHATEAU.y + 0.0008, srid=4326)),
        ("Dans le quartier", Point(CHATEAU.x, CHATEAU.y + 0.004, srid=4326)),
        ("Traverse tout", LineString((CHATEAU.x, CHATEAU.y - 0.01), (CHATEAU.x, CHATEAU.y + 0.01), srid=4326)),
        ("Ailleurs", REZE),
    ):
        _send(title, shape)
        worker.work()  # one after the other: what arrives at once would be told in one letter

    def told(name: str) -> set[str]:
        return {str(each["Subject"]).split("« ")[1].split(" »")[0] for each in postbox.to(f"{name}@exemple.fr")}

    assert told("rue") == {"Dans la rue", "Traverse tout"}
    assert told("zone") == {"Dans la zone", "Traverse tout"}
    assert told("quartier") == {"Dans la rue", "Dans la zone", "Dans le quartier", "Traverse tout"}
    assert len(told("partout")) == 5


def test_only_the_themes_and_the_things_that_were_asked_for(postbox: Postbox, worker: Worker) -> None:
    trees = make_theme("nature")
    follow(around(), "arbres@exemple.fr", themes=("nature",))
    follow(around(), "trous@exemple.fr", hears=(Heard.SIGNALEMENTS,))
    follow(around(), "choix@exemple.fr", hears=(Heard.DECISIONS,))
    _send("Un tilleul", theme=trees)
    _send("Un trou", kind="signalement")
    topic = make_fiche(kind="opportunite", title="La place")
    record(make_fiche(kind="opportunite", title="Le square"), What.MEETING, role="referent", public_text="Mardi.")
    for what in (What.FORETOLD, What.DECIDED, What.FOLLOWED, What.COMMENT):
        record(topic, what, role="referent", public_text="Voici.")
    worker.work()
    subjects = {name: [str(each["Subject"]) for each in postbox.to(f"{name}@exemple.fr")] for name in
                ("arbres", "trous", "choix")}  # fmt: skip
    assert len(subjects["arbres"]) == 1 and "Un tilleul" in subjects["arbres"][0]
    assert len(subjects["trous"]) == 1 and "un nouveau signalement" in subjects["trous"][0]
    said = " ".join(text_of(each) for each in postbox.to("choix@exemple.fr"))
    for words in ("une décision va être prise", "la décision est prise", "ce que la décision entraîne", "réunion"):
        assert words in said
    assert "commentaire" not in said


def test_works_are_told_as_works_and_as_they_move_on(postbox: Postbox, worker: Worker) -> None:
    follow(around(), hears=(Heard.WORKS,))
    follow(around(), "equipements@exemple.fr", hears=(Heard.EQUIPEMENTS,))
    works = Equipement.objects.create(
        kind="equipement", geom=CHATEAU, theme=make_theme(), title="Cours", nature="works", status="planned"
    )
    record(works, What.PUBLISHED, role="agent")
    record(works, What.STATUS, role="system", before="planned", after="building")
    record(make_fiche(kind="equipement", title="Gymnase"), What.STATUS, role="agent", before="building", after="open")
    worker.work()
    said = text_of(postbox.to(CHARLIE)[0])
    assert len(postbox.to(CHARLIE)) == 1 and "des travaux" in said and "c’est maintenant" in said
    assert postbox.to("equipements@exemple.fr") == []


def test_what_waits_for_a_look_is_told_when_it_is_public(postbox: Postbox, worker: Worker) -> None:
    follow(around())
    fiche = _send(visibility=Visibility.WAITING)
    retenue = Retenue.objects.create(fiche=fiche, rule="personal")
    worker.work()
    assert postbox.messages == []
    assert lift(retenue, "Rien à redire.")
    worker.work()
    assert postbox.subjects() == ["autour du château : une nouvelle idée, « Un banc à l’ombre »"]
    assert "Rien à redire" not in text_of(postbox.messages[0])


def test_what_hides_before_the_digest_is_new_when_it_comes_back(postbox: Postbox, worker: Worker) -> None:
    followed = follow(around(), rhythm="daily")
    fiche = _send()
    worker.work()
    Fiche.objects.filter(pk=fiche.pk).update(visibility=Visibility.WAITING)
    send_due(Message.objects.get().due_at)
    assert postbox.messages == [] and not Message.objects.exists()
    Fiche.objects.filter(pk=fiche.pk).update(visibility=Visibility.PUBLIC)
    record(fiche, What.PUBLISHED, role="system")
    worker.work()
    send_due(Message.objects.get(abonnement=followed).due_at)
    assert len(postbox.messages) == 1


def test_a_fiche_that_moves_in_is_told_once_and_one_that_moves_within_is_not(postbox: Postbox, worker: Worker) -> None:
    fiche = _send(geom=ILE_DE_NANTES)
    there, coming = around(ILE_DE_NANTES), around(CHATEAU)
    follow(there, "ile@exemple.fr")  # after it was sent: it knows what is there
    follow(coming)

    def go(point: Point) -> None:
        fiche.refresh_from_db()
        assert move(fiche, point, as_seen=seen(fiche, "geom"))
        worker.work()

    go(Point(ILE_DE_NANTES.x + 0.0005, ILE_DE_NANTES.y, srid=4326))
    assert postbox.messages == []
    go(CHATEAU)
    assert postbox.subjects() == ["autour du château : une nouvelle idée, « Un banc à l’ombre »"]
    go(ILE_DE_NANTES)
    go(Point(CHATEAU.x + 0.001, CHATEAU.y, srid=4326))
    assert len(postbox.messages) == 1


def test_what_was_told_is_remembered_as_long_as_it_may_be_told_again(postbox: Postbox, worker: Worker) -> None:
    follow(around())
    fiche = _send()
    worker.work()
    assert move(fiche, REZE, as_seen=seen(fiche, "geom"))
    now = timezone.now()
    forget(now + timedelta(days=360))
    assert Message.objects.filter(news=fiche).count() == 1 and Deplacement.objects.count() == 1
    forget(now + timedelta(days=370))
    assert not Message.objects.exists() and not Deplacement.objects.exists() and Abonnement.objects.exists()
    Fiche.objects.filter(pk=fiche.pk).update(created_at=now - timedelta(days=370))
    fiche.refresh_from_db()
    assert move(fiche, CHATEAU, as_seen=seen(fiche, "geom"))
    worker.work()
    assert len(postbox.messages) == 1, "a year later it is no news"


def test_nobody_hears_of_what_they_did_themselves(postbox: Postbox, worker: Worker) -> None:
    person = charlie()
    person.emailaddress_set.create(email=CHARLIE, verified=True, primary=True)
    follow(around(), person=person)
    follow(around(), "alice@exemple.fr")  # confirmed by mail, without an account
    _send("Signée", author=person)
    assert Abonnement.objects.filter(fiche__title="Signée", is_reporter=True).exists()
    _send("Anonyme", email="Alice@exemple.fr")
    worker.work()
    told = sorted((each["To"], header(each, "Subject").partition(":")[2].strip()) for each in postbox.messages)
    assert told == [
        ("alice@exemple.fr", "c’est bien reçu (Anonyme)"),
        ("alice@exemple.fr", "une nouvelle idée, « Signée »"),
        (CHARLIE, "c’est bien reçu (Signée)"),
        (CHARLIE, "une nouvelle idée, « Anonyme »"),
    ]


def test_an_anonymous_fiche_says_no_more_than_its_page(postbox: Postbox, worker: Worker) -> None:
    follow(around())
    fiche = _send(email="dora@exemple.fr", secret="s" * 43)
    Commentaire.objects.create(fiche=fiche, kind="avis", text="Privé ?", visibility=Visibility.WAITING)
    worker.work()
    (letter,) = postbox.to(CHARLIE)
    said = letter.as_string() + text_of(letter) + html_of(letter)
    for secret in ("dora@", "s" * 43, "/suivi/", "Privé"):
        assert secret not in said


def test_erasing_a_person_takes_their_places_along(worker: Worker) -> None:
    person = alice()
    followed = follow(around(), "alice@exemple.fr", person=person)
    fiche = _send()
    worker.work()
    assert followed.zone.name and Message.objects.exists()
    User.objects.get(pk=person.pk).delete()
    assert not Abonnement.objects.filter(email="alice@exemple.fr").exists() and not Message.objects.exists()
    follow(around())
    _send("Un autre", PLACE_ROYALE)
    worker.work()
    assert Fiche.objects.filter(pk__gte=fiche.pk).erase() == 2, "a fiche is erased with the messages about it"


def test_a_drawn_area_touches_at_its_edge(postbox: Postbox, worker: Worker) -> None:
    follow(drawn(Polygon.from_bbox((CHATEAU.x, CHATEAU.y, CHATEAU.x + 0.01, CHATEAU.y + 0.01))))
    _send("Au coin", CHATEAU, author=charlie())  # the anonymous are followed by where they are shown
    worker.work()
    assert len(postbox.messages) == 1
