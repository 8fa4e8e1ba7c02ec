"""Pages and documents of `/ogc/`: each address answers as JSON to programs and as HTML to people."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.ouvert.ogc import documents, features
from carto.ouvert.ogc.asking import DEFAULT_LIMIT, Asked
from carto.ouvert.ogc.collections import Collection, collection_named
from carto.ouvert.ogc.crs import CRS84, srid_of
from carto.ouvert.ogc.errors import Refused
from carto.ouvert.ogc.openapi import openapi
from carto.problems import problem

ON_A_PAGE: Final = 25
View = Callable[..., HttpResponse]


def standard(view: View) -> View:
    """What every address of the room has: GET only, problem documents, open to scripts of other sites."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            if request.GET.get("f", "json") not in {"json", "html"}:
                raise Refused(_("« f » vaut json ou html."))
            response = view(request, **kwargs)
        except Refused as error:
            response = problem(400, str(error))
        except Http404:
            response = problem(404, _("Il n’y a rien à cette adresse."))
        response["Access-Control-Allow-Origin"] = "*"
        patch_vary_headers(response, ["Accept", "Accept-Language"])
        return response

    return answer


def wants_page(request: HttpRequest) -> bool:
    """Whether whoever asks is a person with a browser."""
    if "f" in request.GET:
        return request.GET["f"] == "html"
    preferred = request.get_preferred_type(["application/json", "application/geo+json", "text/html"])
    return preferred == "text/html"


def root_of(request: HttpRequest) -> str:
    """The whole address of `/ogc/`."""
    return request.build_absolute_uri(reverse("ouvert:ogc:landing"))


def _only(request: HttpRequest, *known: str) -> None:
    if unknown := request.GET.keys() - {"f", *known}:
        raise Refused(_("Paramètre inconnu : %(names)s.") % {"names": ", ".join(sorted(unknown))[:120]})


def _told(request: HttpRequest, document: dict[str, Any], template: str, kind: str = documents.JSON) -> HttpResponse:
    """A document, or the page that says the same."""
    _only(request)
    if wants_page(request):
        return render(request, f"ouvert/ogc/{template}.html", {"document": document, "root": root_of(request)})
    return JsonResponse(document, content_type=kind, json_dumps_params={"ensure_ascii": False})


def _collection(name: str) -> Collection:
    if (found := collection_named(name)) is None:
        raise Http404
    return found


@standard
def landing(request: HttpRequest) -> HttpResponse:
    """The entrance."""
    return _told(request, documents.landing(root_of(request)), "landing")


@standard
def conformance(request: HttpRequest) -> HttpResponse:
    """What is kept to."""
    return _told(request, documents.conformance(root_of(request)), "conformance")


@standard
def api(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description."""
    return _told(request, openapi(root_of(request)), "api", documents.OPENAPI)


@standard
def collection_list(request: HttpRequest) -> HttpResponse:
    """Every collection."""
    return _told(request, documents.all_collections(root_of(request)), "collections")


@standard
def collection_page(request: HttpRequest, name: str) -> HttpResponse:
    """One collection."""
    return _told(request, documents.described(_collection(name), root_of(request)), "collection")


@standard
def queryables(request: HttpRequest, name: str) -> HttpResponse:
    """What a filter may name."""
    document = documents.queryables(_collection(name), root_of(request))
    return _told(request, document, "queryables", documents.SCHEMA)


@standard
def tilesets(request: HttpRequest, name: str) -> HttpResponse:
    """Its vector tiles."""
    collection = _with_tiles(name)
    document = documents.tilesets(collection, root_of(request), request.build_absolute_uri("/"))
    return _told(request, document, "tilesets")


@standard
def tileset(request: HttpRequest, name: str) -> HttpResponse:
    """Where they are."""
    document = documents.tileset(_with_tiles(name), root_of(request), request.build_absolute_uri("/"))
    return _told(request, document, "tileset")


def _with_tiles(name: str) -> Collection:
    collection = _collection(name)
    if not collection.tiles:
        raise Http404
    return collection


@standard
def items(request: HttpRequest, name: str) -> HttpResponse:
    """Features of a collection, a page at a time."""
    collection = _collection(name)
    params = request.GET.copy()
    if wants_page(request):
        params.setdefault("limit", str(ON_A_PAGE))
    asked = Asked.read(params, collection)
    page = features.page_of(collection, asked)
    links = _page_links(request, collection, page, params)
    if wants_page(request):
        context = {
            "collection": collection,
            "page": page,
            "links": links,
            "asked": request.GET,
            "root": root_of(request),
        }
        return render(request, "ouvert/ogc/items.html", context)
    head: dict[str, Any] = {"numberReturned": len(page.features), "links": links}
    if page.matched is not None:
        head["numberMatched"] = page.matched
    response = StreamingHttpResponse(features.written_page(page, head), content_type=documents.GEOJSON)
    response["Content-Crs"] = f"<{asked.crs}>"
    return response


def _page_links(request: HttpRequest, collection: Collection, page: features.Page, params: Any) -> list[dict[str, Any]]:
    here = f"{root_of(request)}collections/{collection.id}/items"
    own = {name: value for name, value in request.GET.items() if name != "f"}

    def address(**changes: str) -> str:
        told = own | changes
        return f"{here}?{urlencode(told)}" if told else here

    links = [
        documents.link("self", address(), documents.GEOJSON),
        documents.link("alternate", address(f="html"), documents.HTML),
    ]
    if page.following:
        limit = params.get("limit", str(DEFAULT_LIMIT))
        after = {"limit": limit, "apres": page.following}
        links.append(documents.link("next", address(**after), documents.GEOJSON))
    links.append(documents.link("collection", f"{root_of(request)}collections/{collection.id}"))
    return links


@standard
def item(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """One feature."""
    collection = _collection(name)
    _only(request, "crs")
    crs = request.GET.get("crs", CRS84)
    srid_of(crs)
    found = features.feature_of(collection, key, crs) if "\x00" not in key else None
    if found is None:
        raise Http404
    here = f"{root_of(request)}collections/{collection.id}"
    if wants_page(request):
        return _item_page(request, collection, found)
    links = [
        documents.link("self", f"{here}/items/{key}", documents.GEOJSON),
        documents.link("alternate", f"{here}/items/{key}?f=html", documents.HTML),
        documents.link("collection", here),
    ]
    response = HttpResponse(features.written(found, links=links), content_type=documents.GEOJSON)
    response["Content-Crs"] = f"<{crs}>"
    return response


def _item_page(request: HttpRequest, collection: Collection, found: dict[str, Any]) -> HttpResponse:
    told = found["properties"]
    heading = told.get("title") or told.get("name") or found["id"]
    own = collection.page(found["id"])
    context = {"collection": collection, "feature": found, "heading": heading, "own": own, "root": root_of(request)}
    return render(request, "ouvert/ogc/item.html", context)
