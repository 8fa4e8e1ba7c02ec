"""What a category asks besides: which questions apply, what an answer may be, and which answers stop the form.

Pure of forms: answers come as `{code of a question: code of an option, several codes, or words}`, whoever sends them.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from carto.text import tidy
from signalements.models import Categorie, Question, Signalement

MAX_WORDS: Final = 300  # characters of an answer in words
MAX_OPTIONS: Final = 12

Answer = str | list[str]
_Kind = Question.Kind


class Stop(Exception):
    """An answer for which nothing should be sent: the city cannot help, or somebody else must be called at once."""

    def __init__(self, question: Question, option: Mapping[str, str]) -> None:
        super().__init__(option["stop"])
        self.question = question
        self.label = option["label"]
        self.message = option["stop"]


def asked(categorie: Categorie, answers: Mapping[str, Any]) -> list[Question]:
    """The questions that apply, in their order: those without condition, and those whose condition the answers meet.

    An answer to a question that is not asked itself counts for nothing. `prefetch_related("questions")` is used.
    """
    applying: dict[str, Question] = {}
    for question in categorie.questions.all():
        condition = question.condition
        before = applying.get(condition.get("question", ""))
        if not condition or (before and set(chosen(before, answers)) & set(condition["answers"])):
            applying[question.code] = question
    return list(applying.values())


def chosen(question: Question, answers: Mapping[str, Any]) -> list[str]:
    """The codes sent for a question to choose in that are among its options; whatever else was sent is left out."""
    return [option["code"] for option in question.options if option["code"] in _sent(answers.get(question.code))]


def check(categorie: Categorie, answers: Mapping[str, Any]) -> dict[str, Answer]:
    """The answers to keep: those of questions that apply, in their order; empty ones are left out.

    Raises `Stop` at the first answer that stops the form, before anything else is said; else ValidationError (French)
    with the errors of each question by its code.
    """
    kept: dict[str, Answer] = {}
    errors: dict[str, ValidationError] = {}
    questions = asked(categorie, answers)
    for question in questions:
        _heed(question, answers)
    for question in questions:
        try:
            if answer := _clean(question, answers.get(question.code)):
                kept[question.code] = answer
        except ValidationError as error:
            errors[question.code] = error
    if errors:
        raise ValidationError(errors)
    return kept


def _heed(question: Question, answers: Mapping[str, Any]) -> None:
    """Raise Stop when the answer stops the form."""
    if question.kind == _Kind.TEXT:
        return
    codes = chosen(question, answers)
    for option in question.options:
        if option.get("stop") and option["code"] in codes:
            raise Stop(question, option)


def _clean(question: Question, sent: Any) -> Answer:
    """One answer as it is kept, empty when there is none; ValidationError when it cannot be."""
    if question.kind == _Kind.TEXT:
        answer: Answer = _words(sent)
    else:
        answer = _codes(question, _sent(sent))
    if question.required and not answer:
        raise ValidationError(_("Il nous manque cette réponse."), code="required")
    return answer


def _words(sent: Any) -> str:
    words = tidy(" ".join(_sent(sent)).replace("\0", "")).strip()
    if len(words) > MAX_WORDS:
        raise ValidationError(_("%(max)d caractères au plus.") % {"max": MAX_WORDS}, code="long")
    return words


def _codes(question: Question, sent: list[str]) -> Answer:
    known = [option["code"] for option in question.options]
    if not set(sent) <= set(known):
        raise ValidationError(_("Choisissez parmi les réponses proposées."), code="unknown")
    codes = [code for code in known if code in sent]
    if question.kind == _Kind.SEVERAL:
        return codes
    if len(codes) > 1:
        raise ValidationError(_("Une seule réponse, s’il vous plaît."), code="many")
    return codes[0] if codes else ""


def _sent(value: Any) -> list[str]:
    """What was sent as a list of non-empty strings, whatever it was: one value, several, nothing, something odd."""
    values = value if isinstance(value, list | tuple) else [value]
    return [each for each in values if isinstance(each, str) and each.strip()]


def told(signalement: Signalement) -> list[tuple[str, str]]:
    """Question and answer in words, for everybody: what was chosen only; what was written is for the service.

    No query for a signalement without answers.
    """
    if not signalement.answers:
        return []
    lines = []
    for question in signalement.categorie.questions.all():
        codes = [] if question.kind == _Kind.TEXT else chosen(question, signalement.answers)
        if labels := [option["label"] for option in question.options if option["code"] in codes]:
            lines.append((question.text, ", ".join(labels)))
    return lines


def verify(questions: Sequence[Question]) -> None:
    """Raise ValidationError (French) unless these questions of one category hold together, in this order.

    A condition may only look back: so there is no circle, and each question can be reached by some answers.
    """
    before: dict[str, Question] = {}
    for question in questions:
        if question.code in before:
            raise ValidationError(_("« %(code)s » : deux questions portent ce code.") % {"code": question.code})
        _verify_options(question)
        if question.condition:
            _verify_condition(question, before)
        before[question.code] = question


def _verify_options(question: Question) -> None:
    options = question.options
    if question.kind == _Kind.TEXT:
        _need(not options, question, _("une question à réponse libre n’a pas de réponses proposées."))
        return
    shaped = isinstance(options, list) and all(_is_option(option) for option in options)
    _need(shaped, question, _("chaque réponse a un code, un libellé, et au plus une consigne d’arrêt."))
    _need(1 < len(options) <= MAX_OPTIONS, question, _("il faut de 2 à %(max)d réponses.") % {"max": MAX_OPTIONS})
    _need(len({option["code"] for option in options}) == len(options), question, _("deux réponses ont le même code."))
    _need(_goes_on(question), question, _("une réponse au moins doit laisser continuer."))


def _is_option(option: Any) -> bool:
    """A dict of non-empty strings: code, label, and perhaps stop."""
    if not isinstance(option, dict) or not {"code", "label"} <= option.keys() <= {"code", "label", "stop"}:
        return False
    return all(isinstance(value, str) and value.strip() for value in option.values())


def _goes_on(question: Question) -> list[str]:
    """The codes of the answers after which the form goes on."""
    return [option["code"] for option in question.options if "stop" not in option]


def _verify_condition(question: Question, before: Mapping[str, Question]) -> None:
    condition = question.condition
    shaped = isinstance(condition, dict) and condition.keys() == {"question", "answers"}
    _need(shaped, question, _("la condition nomme une question et des réponses."))
    earlier = before.get(condition["question"]) if isinstance(condition["question"], str) else None
    _need(earlier is not None, question, _("la condition doit nommer une question posée avant elle."))
    answers = condition["answers"]
    named = isinstance(answers, list) and bool(answers)
    _need(named, question, _("la condition nomme une question et des réponses."))
    possible = [] if earlier.kind == _Kind.TEXT else _goes_on(earlier)
    _need(all(answer in possible for answer in answers), question, _("la condition attend une réponse impossible."))


def _need(holds: object, question: Question, why: str) -> None:
    if not holds:
        raise ValidationError(_("« %(code)s » : %(why)s") % {"code": question.code, "why": why})
