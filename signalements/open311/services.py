"""Our categories and their questions, as Open311 calls them: services, definitions, attributes."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext as _

from signalements.models import Categorie, Question
from signalements.open311.formats import Fault
from signalements.questions import MAX_WORDS

DATATYPES: Final = {
    Question.Kind.CHOICE: "singlevaluelist",
    Question.Kind.SEVERAL: "multivaluelist",
    Question.Kind.TEXT: "string",
}
_CONTENT = Path(__file__).parents[1] / "content"


def service_list() -> list[dict[str, Any]]:
    """Every category that residents may choose."""
    return [_service(each) for each in Categorie.objects.offered().prefetch_related("questions")]


def _service(categorie: Categorie) -> dict[str, Any]:
    return {
        "service_code": categorie.code,
        "service_name": categorie.name,
        "description": categorie.notice or categorie.name,
        "metadata": bool(categorie.questions.all()),
        "type": "realtime",
        "keywords": ", ".join(word.strip() for word in categorie.words.split(",") if word.strip()),
        "group": categorie.family,
    }


def definition(code: str) -> dict[str, Any]:
    """What a category asks besides; Fault 404 when there is none of that code."""
    categorie = offered(code)
    asked = {question.code: question for question in categorie.questions.all()}
    attributes = [_attribute(order, question, asked) for order, question in enumerate(asked.values(), start=1)]
    return {"service_code": categorie.code, "attributes": attributes}


def offered(code: str) -> Categorie:
    """The category of that code; Fault 404 when residents may not choose it."""
    found = Categorie.objects.offered().prefetch_related("questions").filter(code=code.replace("\0", "")).first()
    if found is None:
        raise Fault(404, _("service_code inconnu : services.xml donne la liste."))
    return found


def _attribute(order: int, question: Question, asked: dict[str, Question]) -> dict[str, Any]:
    attribute = {
        "variable": True,
        "code": question.code,
        "datatype": DATATYPES[Question.Kind(question.kind)],
        # Of a question that is asked only after some answers, the specification cannot say « required ».
        "required": question.required and not question.condition,
        "datatype_description": _hint(question, asked),
        "order": order,
        "description": question.text,
    }
    if question.kind != Question.Kind.TEXT:
        attribute["values"] = [{"key": each["code"], "name": each["label"]} for each in question.options]
    return attribute


def _hint(question: Question, asked: dict[str, Question]) -> str:
    """When it is asked, how long its answer may be, and which answers mean that nothing should be sent."""
    said = []
    before = asked.get(question.condition.get("question", ""))
    if before is not None:
        labels = [each["label"] for each in before.options if each["code"] in question.condition["answers"]]
        told = {"code": before.code, "text": before.text, "answers": " / ".join(labels)}
        said.append(_("À donner seulement si %(code)s (« %(text)s ») vaut : %(answers)s.") % told)
        if question.required:
            said.append(_("Alors obligatoire."))
    if question.kind == Question.Kind.TEXT:
        said.append(_("%(max)d caractères au plus.") % {"max": MAX_WORDS})
    stops = [f"« {each['label']} » : {each['stop']}" for each in question.options if each.get("stop")]
    return " ".join(said + stops)


def changed_at() -> datetime:
    """When the list of services last changed: shipped content, or the administration's own changes."""
    shipped = max((_CONTENT / name).stat().st_mtime for name in ("categories.csv", "questions.toml"))
    entries = LogEntry.objects.filter(content_type__app_label="signalements", content_type__model="categorie")
    edited = entries.order_by("-action_time").values_list("action_time", flat=True).first()
    return max(filter(None, [datetime.fromtimestamp(shipped, UTC), edited]))
