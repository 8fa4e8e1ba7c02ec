"""JSON documents beside the tiles: any site's map may read them, and asks again with an ETag."""

import hashlib
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response

DOCUMENT_CACHE: Final = "public, max-age=0, must-revalidate"


def json_document(request: HttpRequest, body: dict[str, Any], cache: str = DOCUMENT_CACHE) -> HttpResponse:
    """A JSON document that any site's map may read; 304 when the client has it."""
    headers = {"Cache-Control": cache, "Access-Control-Allow-Origin": "*"}
    params = {"ensure_ascii": False, "separators": (",", ":")}
    answer = JsonResponse(body, json_dumps_params=params, headers=headers)
    answer.headers["ETag"] = f'"{hashlib.sha256(answer.content).hexdigest()[:20]}"'
    return get_conditional_response(request, etag=answer.headers["ETag"], response=answer)
