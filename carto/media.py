"""People's photos over HTTP, where no front server hands them out (docker-compose's nginx does, the same way)."""

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.static import serve

FOR_A_DAY = "public, max-age=86400"
ALONE = "default-src 'none'; sandbox"  # a file of a stranger's never runs, whatever a browser takes it for


@require_safe
def photo(request: HttpRequest, path: str) -> FileResponse | HttpResponse:
    """The file at `path` under MEDIA_ROOT; 404 when there is none, or when the path climbs out. No folder is listed.

    When it was written is not told, nor compared: somebody was there a moment before.
    """
    request.META.pop("HTTP_IF_MODIFIED_SINCE", None)
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT)
    except SuspiciousFileOperation as error:
        raise Http404 from error
    del response["Last-Modified"]
    response["Cache-Control"] = FOR_A_DAY
    response["Content-Security-Policy"] = ALONE
    response["X-Content-Type-Options"] = "nosniff"
    return response
