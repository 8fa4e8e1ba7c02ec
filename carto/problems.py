"""Errors as people and programs read them: problem documents (RFC 9457) for the API."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"


def problem(status: int, title: str, *, detail: str = "", **members: Any) -> JsonResponse:
    """A problem document: `title` says what is wrong in the reader's language, `members` add what helps to mend it."""
    body = {"type": "about:blank", "title": title, "status": status, **members}
    if detail:
        body["detail"] = detail
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE)


@csrf_exempt
def unknown(request: HttpRequest) -> JsonResponse:
    """Whatever else is asked of the API."""
    return problem(404, _("Il n’y a rien à cette adresse."))


def as_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: the same errors, as problem documents."""
    response = exception_handler(error, context)
    if response is None:
        return None
    detail = response.data
    body: dict[str, Any] = {"type": "about:blank", "status": response.status_code}
    if isinstance(detail, dict) and set(detail) == {"detail"}:
        body["title"] = str(detail["detail"])
    else:
        body |= {"title": _("Certaines valeurs ne conviennent pas."), "errors": detail}
    response.data = body
    response.content_type = MEDIA_TYPE
    return response
