"""What the OpenAPI document says beyond what each view declares: how this API says no."""

from typing import Any, Final

PROBLEM: Final = {
    "type": "object",
    "description": "A problem document (RFC 9457), in the reader's language.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": True},
    },
}
ALWAYS: Final = {"404": "Nothing there.", "405": "Not by that method.", "406": "Not in that format."}
ASKED: Final = {"400": "A parameter says what it cannot."}


def with_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add to each operation the answers that any of them may give (drf-spectacular's post-processing hook)."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path in result["paths"].values():
        for operation in path.values():
            for status, said in (ALWAYS | ASKED).items():
                operation["responses"].setdefault(status, _problem(said))
            for status, answer in operation["responses"].items():
                if status.startswith("4") and not answer.get("content"):
                    answer["content"] = _problem("")["content"]
    return result


def _problem(said: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": said, "content": {"application/problem+json": {"schema": schema}}}
