"""A category asks what it needs, only when it makes sense; some answers say whom to call instead of sending."""

import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signalements.layers import SIGNALEMENTS
from signalements.management.commands import load_categories
from signalements.models import Categorie, Question
from signalements.questions import MAX_WORDS, Stop, asked, check, told, verify
from tests.signalements.samples import load_content, make_signalement

pytestmark = pytest.mark.django_db
QUESTIONS = load_categories.CONTENT / "questions.toml"


@pytest.fixture(autouse=True)
def content() -> None:
    """Categories and their questions exist."""
    load_content()


def _categorie(code: str) -> Categorie:
    return Categorie.objects.prefetch_related("questions").get(code=code)


def _codes(code: str, **answers: object) -> list[str]:
    return [question.code for question in asked(_categorie(code), answers)]


def test_a_question_appears_only_after_the_answer_that_calls_for_it() -> None:
    assert _codes("fuite-eau") == ["lieu"]
    assert _codes("fuite-eau", lieu="rue") == ["lieu", "debit"]
    assert _codes("fuite-eau", lieu="rue", debit="goutte") == ["lieu", "debit"]
    assert _codes("fuite-eau", lieu="rue", debit="jaillit") == ["lieu", "debit", "degats"]


def test_an_answer_to_a_question_that_is_not_asked_calls_for_nothing() -> None:
    assert _codes("fuite-eau", debit="jaillit") == ["lieu"]
    assert check(_categorie("bruit"), {"logement": "oui", "source": "voisins"}) == {}


STOPS = {
    "a hole that opens": ("trou-chaussee", {"danger": "oui"}, "112"),
    "a national road": ("trou-chaussee", {"route": "nationale"}, "DIR Ouest"),
    "private ground": ("trou-chaussee", {"route": "privee"}, "syndic"),
    "gas": ("chantier", {"gaz": "oui"}, "0 800 47 33 33"),
    "a whole street without power": ("lampadaire-eteint", {"combien": "rue", "logements": "oui"}, "09 72 67 50 44"),
    "a wire within reach": ("fils-visibles", {"danger": "oui"}, "N’approchez pas"),
    "a prick": ("objet-dangereux", {"blessure": "oui"}, "4 heures"),
    "noise now, at night": ("bruit", {"maintenant": "oui"}, "le 17"),
    "a leak at home": ("fuite-eau", {"lieu": "prive"}, "robinet d’arrêt"),
    "a tree that falls": ("arbre-dangereux", {"danger": "oui"}, "pompiers"),
}


@pytest.mark.parametrize(("code", "answers", "said"), STOPS.values(), ids=STOPS)
def test_some_answers_say_whom_to_call_instead(code: str, answers: dict[str, str], said: str) -> None:
    with pytest.raises(Stop) as stopped:
        check(_categorie(code), answers)
    assert said in stopped.value.message
    assert stopped.value.question.code in answers


def test_a_danger_is_said_before_any_other_mistake() -> None:
    with pytest.raises(Stop):
        check(_categorie("egout-bouche"), {"gaz": "oui", "degats": "n’importe quoi"})


def test_good_answers_are_kept_in_order_and_empty_ones_left_out() -> None:
    answers = {"numero": "  L 204\u202e ", "combien": "une", "other": "x"}
    assert check(_categorie("lampadaire-eteint"), answers) == {"combien": "une", "numero": "L 204"}
    several = {"origine": "rue", "objets": ["sacs", "meubles"]}
    assert check(_categorie("depot-sauvage"), several) == {"origine": "rue", "objets": ["meubles", "sacs"]}
    assert check(_categorie("depot-sauvage"), {"origine": ""}) == {}


WRONG = {
    "required": ("fuite-eau", {}, {"lieu": ["Il nous manque cette réponse."]}),
    "unknown": ("epave", {"ou": "lune"}, {"ou": ["Choisissez parmi les réponses proposées."]}),
    "two": ("epave", {"ou": "rue", "depuis": ["mois", "semaine"]}, {"depuis": ["Une seule réponse, s’il vous plaît."]}),
    "long": ("trottinette", {"numero": "9" * (MAX_WORDS + 1)}, {"numero": ["300 caractères au plus."]}),
}


@pytest.mark.parametrize(("code", "answers", "errors"), WRONG.values(), ids=WRONG)
def test_wrong_answers_are_told_question_by_question(code: str, answers: dict, errors: dict) -> None:
    with pytest.raises(ValidationError) as refused:
        check(_categorie(code), answers)
    assert refused.value.message_dict == errors


HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["egout-bouche", "depot-sauvage", "chantier"]), st.data())
def test_hostile_answers_are_kept_only_when_they_are_among_the_options(code: str, data: st.DataObject) -> None:
    categorie = _categorie(code)
    answers = {question.code: data.draw(HOSTILE) for question in categorie.questions.all()}
    try:
        kept = check(categorie, answers)
    except (Stop, ValidationError):
        return
    for question in categorie.questions.all():
        if question.kind != Question.Kind.TEXT and question.code in kept:
            codes = {option["code"] for option in question.options}
            assert codes >= set(kept[question.code] if isinstance(kept[question.code], list) else [kept[question.code]])


def _ways(questions: list[Question], answers: dict[str, str]) -> Iterator[dict[str, str]]:
    """Every way through the choices that goes on, one answer more each time."""
    yield answers
    for question in questions:
        if question.code not in answers and question.kind != Question.Kind.TEXT:
            for option in question.options:
                if "stop" not in option:
                    yield from _ways(asked(question.categorie, step := answers | {question.code: option["code"]}), step)
            return


def test_every_question_and_every_stop_can_be_reached() -> None:
    reached, every = set(), set()
    asking = Categorie.objects.filter(questions__isnull=False).distinct().prefetch_related("questions")
    assert len(asking) >= 12
    for categorie in asking:
        every |= {(categorie.code, question.code) for question in categorie.questions.all()}
        for answers in _ways(asked(categorie, {}), {}):
            for question in asked(categorie, answers):
                reached.add((categorie.code, question.code))
                for option in question.options:
                    if "stop" in option:
                        with pytest.raises(Stop, match="^" + option["stop"].split(" ")[0]):
                            check(categorie, answers | {question.code: option["code"]})
    assert reached == every


def test_what_was_chosen_is_public_and_what_was_written_is_not() -> None:
    signalement = make_signalement("lampadaire-eteint", answers={"combien": "une", "numero": "chez M. Dupont"})
    assert told(signalement) == [("Combien de lampes ?", "Une seule")]
    labels = [fact.label for fact in SIGNALEMENTS.facts(signalement)]
    assert labels[-1] == "Combien de lampes ?"
    silent = make_signalement("lampadaire-eteint")
    with CaptureQueriesContext(connection) as queries:
        assert told(silent) == []
    assert len(queries) == 0


def _question(code: str, **fields: object) -> Question:
    options = [{"code": "oui", "label": "Oui"}, {"code": "non", "label": "Non", "stop": "Non."}]
    return Question(**{"code": code, "text": "?", "options": options} | fields)


CONDITION = {"question": "a", "answers": ["oui"]}
BROKEN = {
    "asks twice": [_question("a"), _question("a")],
    "waits for itself": [_question("a", condition=CONDITION)],
    "waits for a later one": [_question("b", condition=CONDITION), _question("a")],
    "waits for an answer that stops": [_question("a"), _question("b", condition=CONDITION | {"answers": ["non"]})],
    "waits for words": [
        _question("a", kind=Question.Kind.TEXT, options=[]),
        _question("b", condition=CONDITION),
    ],
    "waits for nothing": [_question("a"), _question("b", condition=CONDITION | {"answers": []})],
    "odd condition": [_question("a"), _question("b", condition=["a"])],
    "only stops": [_question("a", options=[{"code": c, "label": c, "stop": "Non."} for c in "ab"])],
    "no choice": [_question("a", options=[{"code": "a", "label": "A"}])],
    "same option": [_question("a", options=[{"code": "a", "label": "A"}] * 2)],
    "empty stop": [_question("a", options=[{"code": "a", "label": "A", "stop": ""}, {"code": "b", "label": "B"}])],
    "odd options": [_question("a", options={"oui": "Oui"})],
    "words with options": [_question("a", kind=Question.Kind.TEXT)],
    "too many": [_question("a", options=[{"code": c, "label": c} for c in string.ascii_lowercase])],
}


@pytest.mark.parametrize("questions", BROKEN.values(), ids=BROKEN)
def test_questions_that_do_not_hold_together_are_refused(questions: list[Question]) -> None:
    with pytest.raises(ValidationError, match="«"):
        verify(questions)


def test_loading_says_which_category_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = load_categories._asked(QUESTIONS)

    def broken(_path: Path) -> list[dict]:
        return [row | {"when": {"question": "x", "answers": ["y"]}} for row in rows]

    monkeypatch.setattr(load_categories, "_asked", broken)
    with pytest.raises(CommandError, match="trou-chaussee : « danger » : la condition doit nommer"):
        call_command("load_categories", verbosity=0)


def test_a_question_gone_from_the_file_is_no_longer_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    before = list(Question.objects.order_by("pk").values_list("pk", "code"))
    load_content()
    assert list(Question.objects.order_by("pk").values_list("pk", "code")) == before
    rows = [row for row in load_categories._asked(QUESTIONS) if "bruit" not in row["categories"]]
    monkeypatch.setattr(load_categories, "_asked", lambda _path: rows)
    call_command("load_categories", verbosity=0)
    assert _codes("bruit") == []
