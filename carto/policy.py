"""What a page may load and run: ours alone, and nothing written inside it (Content-Security-Policy)."""

import json
import logging
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit

from csp.constants import HEADER, SELF
from csp.decorators import csp_replace
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

REPORTS: Final = "/csp/"
NOTHING: Final = ["'none'"]
# Of a page. A photo is shown before it is sent (blob:): only our own scripts make such an address.
PAGE: Final = {
    "default-src": NOTHING,
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "blob:"],
    "font-src": [SELF],
    "media-src": [SELF],  # the voices that we hand out ourselves
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "worker-src": [SELF],
    "frame-ancestors": NOTHING,
    "form-action": [SELF],
    "base-uri": NOTHING,
    "report-uri": [REPORTS],
    "report-to": ["csp"],
}
# A worker asks for what its page would: the form and its pictures, to keep them for when there is no network.
WORKER: Final = {name: PAGE[name] for name in ("default-src", "script-src", "connect-src", "report-uri", "report-to")}
# What is no page (an answer of the API, a tile, a download) runs nothing, whatever a browser takes it for.
DATA: Final = {name: NOTHING for name in ("default-src", "frame-ancestors", "form-action", "base-uri")}

logger = logging.getLogger("carto.policy")


DATA_SAID: Final = build_policy(config=DATA)


def digest_of(script: str) -> str:
    """How a policy names one inline script by its content: a page that a device kept holds the same words."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def framable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let any site put this one page in a frame of its own; no form of it is sent from there."""
    return xframe_options_exempt(csp_replace({"frame-ancestors": ["*"], "form-action": NOTHING})(view))


def allow(request: HttpRequest, rule: str, source: str) -> None:
    """Let this one page take something more: `source` under `rule`, a QR code drawn in its address for one."""
    allowed = request.policy_allowed = getattr(request, "policy_allowed", {})
    allowed[rule] = [*allowed.get(rule, []), source]


def allow_microphone(request: HttpRequest) -> None:
    """Let this one page ask for the microphone, and play what was recorded before it is sent (blob:)."""
    request.microphone_allowed = True
    allow(request, "media-src", "blob:")


def allow_script(request: HttpRequest, script: str) -> None:
    """Let this one page hold this very script; for import maps, which have no address of their own."""
    allow(request, "script-src", digest_of(script))


class PolicyMiddleware(CSPMiddleware):
    """Every answer says what it may load, as narrowly as its kind allows; what it says itself stands."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """By what the answer is: a page, or a script (which may be a worker's)."""
        parts = super().get_policy_parts(request, response, report_only)
        if report_only:
            return parts
        if _media_type(response).endswith("javascript"):
            parts.config = WORKER
        else:
            parts.config = PAGE
            parts.update = getattr(request, "policy_allowed", None)
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Also says where a browser reports what it blocked, and whether a page may ask for the microphone."""
        if _is_data(response):  # nearly every answer: what it says never changes, and is not put together again
            response.headers.setdefault(HEADER, DATA_SAID)
            return response
        response = super().process_response(request, response)
        if REPORTS in response.get("Content-Security-Policy", ""):
            response["Reporting-Endpoints"] = f'csp="{REPORTS}"'
        if _media_type(response) == "text/html":
            asked = "(self)" if getattr(request, "microphone_allowed", False) else "()"
            response["Permissions-Policy"] = f"microphone={asked}"
        return response


def _media_type(response: HttpResponseBase) -> str:
    return response.headers.get("Content-Type", "").partition(";")[0]


def _is_data(response: HttpResponseBase) -> bool:
    media_type = _media_type(response)
    return media_type != "text/html" and not media_type.endswith("javascript")


MOST_BYTES: Final = 16 * 1024
PER_MINUTE: Final = 60  # of one process: a page that is wrong everywhere must not fill the disk
_written: list[float] = []


@csrf_exempt
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """What a browser blocked, into the log: which rule, on which page, from where; nothing of who looked at it.

    400 for what is no report.
    """
    try:
        blocked = list(_violations(json.loads(request.body[:MOST_BYTES])))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return HttpResponse(status=400)
    for line in blocked:
        if _room():
            logger.warning("CSP %s", line)
    return HttpResponse(status=204)


def _violations(sent: Any) -> Iterator[str]:
    """« script-src-elem: https://elsewhere on /liste/ », of either form of report; a page's parameters are left out."""
    for each in sent if isinstance(sent, list) else [sent]:
        told = each.get("body") or each.get("csp-report")
        if not told:
            continue
        rule = told.get("effectiveDirective") or told.get("effective-directive") or told.get("violated-directive")
        page = urlsplit(_word(told.get("documentURL") or told.get("document-uri"))).path
        yield f"{_word(rule)}: {_source(_word(told.get('blockedURL') or told.get('blocked-uri')))} on {page or '?'}"


def _source(address: str) -> str:
    """Whose it was: scheme and host of an address, or the browser's own word (inline, eval, data)."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if parts.netloc else parts.scheme or parts.path or "?"


def _word(value: Any) -> str:
    """One short word, whatever a stranger sent: nothing that would begin another line of the log."""
    return "".join(letter for letter in str(value or "") if letter.isprintable())[:300]


def _room() -> bool:
    """Whether the log still takes a line this minute."""
    now = time.monotonic()
    _written[:] = [at for at in _written if now - at < 60]
    if len(_written) >= PER_MINUTE:
        return False
    _written.append(now)
    return True
