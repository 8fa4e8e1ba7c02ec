"""What makes the site an application that works without a network: its manifest, its worker, the device's own page."""

import json
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

ICONS: Final = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable.png", "512x512", "maskable"),
)
# In this order; the one of alertes is there once that room sends pushes.
WORKERS: Final = (
    "signalements/outbox-store.js",
    "signalements/outbox-upload.js",
    "signalements/outbox-gesture.js",
    "signalements/outbox-send.js",
    "signalements/worker-cache.js",
    "signalements/worker.js",
    "alertes/push-worker.js",
)


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """`/manifest.webmanifest`: how the site is called and looks on a phone's home screen."""
    shortcuts = [(_("Signaler"), "signalements:report"), (_("Sur cet appareil"), "signalements:device")]
    body = {
        "id": "/",
        "name": f"Carte commune · {settings.CARTO_PLACE}",
        "short_name": "Carte commune",
        "description": _("Signaler un problème dans la rue, même sans réseau."),
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": "#0b5a6b",
        "background_color": "#fbfaf7",
        "icons": [
            {"src": static(f"carto/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
        "shortcuts": [{"name": name, "url": reverse(view)} for name, view in shortcuts],
    }
    return JsonResponse(body, content_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """`/sw.js`, at the root so that it serves every page; another version of our files makes it another script."""
    scripts = [static(name) for name in WORKERS if finders.find(name)]
    style = reverse("tiles:style")
    told = {
        "version": _version(scripts),
        "language": get_language(),
        "report": reverse("signalements:report"),
        "device": reverse("signalements:device"),
        "rounds": reverse("signalements:rounds:index"),
        "leave": reverse("account_logout"),
        "media": settings.MEDIA_URL,
        "pages": [reverse("signalements:report"), reverse("signalements:device")],
        "styles": [request.build_absolute_uri(f"{style}?theme={theme}") for theme in ("light", "dark")],
        "files": settings.STATIC_URL,
    }
    script = f"self.CARTE = {json.dumps(told)};\nimportScripts({', '.join(map(json.dumps, scripts))});\n"
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers=headers)


def _version(scripts: list[str]) -> str:
    """Of all our static files when their names are hashed, otherwise of this process's list of them."""
    named: Any = getattr(staticfiles_storage, "manifest_hash", "") or "".join(scripts)
    return f"{sha256(named.encode()).hexdigest()[:12]}-{get_language()}"


@require_safe
@cache_control(no_cache=True)
def device(request: HttpRequest) -> HttpResponse:
    """`/sur-cet-appareil/`: what waits and what was sent, as the device alone knows; also shown without a network."""
    return render(request, "signalements/device.html")
