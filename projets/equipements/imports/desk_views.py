"""The desk of those who publish: a source, a file, its preview; taken or dropped; what was refused, settled."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from projets.equipements.imports import readings
from projets.equipements.imports.correcting import leave_all
from projets.equipements.imports.dots import dots
from projets.equipements.imports.fetching import IN_A_PAGE, fetched
from projets.equipements.imports.forms import FileForm, MappingForm, SourceForm
from projets.equipements.imports.listing import refused, swapped, told, waiting
from projets.equipements.imports.remapping import remap
from projets.equipements.imports.reports import said_counts, said_drift, said_places, said_proposals
from projets.equipements.imports.sources import guess
from projets.equipements.linking.actions import Hand
from projets.equipements.models import Import, ImportState, Source
from projets.equipements.rights import for_publishers

UNPROCESSABLE, CONFLICT = 422, 409
A_PAGE: Final = 50


def _own(request: HttpRequest, code: str) -> Source:
    """A source that they publish; 404 for that of others."""
    source = get_object_or_404(Source.objects.select_related("organisme"), code=code)
    if not request.publishing.owns(source):
        raise Http404
    return source


@contextmanager
def _given(form: FileForm) -> Iterator[tuple[Path, str, str]]:
    """(path, name, address) of what the form holds."""
    if address := form.cleaned_data["adresse"]:
        with fetched(address, seconds=IN_A_PAGE) as found:
            yield found
        return
    upload = form.cleaned_data["fichier"]
    with TemporaryDirectory(prefix="carto-") as folder:
        path = Path(folder) / f"fichier{''.join(Path(upload.name).suffixes[-2:])[-20:]}"
        with path.open("wb") as file:
            for piece in upload.chunks():
                file.write(piece)
        yield path, upload.name, ""


@for_publishers
def add(request: HttpRequest) -> HttpResponse:
    """`ajouter/`: a source and its first file; nothing is stored of a file that cannot be read."""
    form = SourceForm(request.POST or None, request.FILES or None, who=request.publishing)
    if request.method == "POST" and form.is_valid():
        try:
            with _given(form) as (path, name, url), transaction.atomic():
                source = form.made(guess(path))
                source.created_by = request.user
                source.save()
                reading = readings.preview(source, path, name=name, url=url, by=request.user)
        except ValidationError as error:
            form.add_error("adresse" if form.cleaned_data["adresse"] else "fichier", error)
        else:
            return redirect("equipements:imports:reading", source.code, reading.pk)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "equipements/imports/add.html", {"form": form}, status=status)


@for_publishers
def send(request: HttpRequest, code: str) -> HttpResponse:
    """`<source>/lire/`: the next file of a source, or its address again."""
    source = _own(request, code)
    form = FileForm(request.POST or None, request.FILES or None, initial={"adresse": source.url})
    if request.method == "POST" and form.is_valid():
        try:
            with _given(form) as (path, name, url):
                reading = readings.preview(source, path, name=name, url=url, by=request.user)
        except ValidationError as error:
            form.add_error("adresse" if form.cleaned_data["adresse"] else "fichier", error)
        else:
            return redirect("equipements:imports:reading", source.code, reading.pk)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "equipements/imports/send.html", {"form": form, "source": source}, status=status)


@for_publishers
def reading(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """`<source>/lectures/<n>/`: what a file brings, before and after it is taken."""
    return _reading_page(request, _reading(request, code, pk))


def _reading(request: HttpRequest, code: str, pk: int) -> Import:
    source = _own(request, code)
    found = get_object_or_404(source.imports.select_related("by"), pk=pk)
    found.source = source
    return found


def _reading_page(
    request: HttpRequest, found: Import, form: MappingForm | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    report, reader = found.report, readings.format_of(found.source)
    labels = {field.name: field.label for field in reader.fields}
    shown = [name for name in labels if any(row.get(name) not in (None, "") for row in report["first"])]
    context = {
        "reading": found, "source": found.source, "report": report, "error": error,
        "preview": found.state == ImportState.PREVIEW,
        "form": form or MappingForm(reader=reader, report=report),
        "lost": [(labels.get(name, name), column) for name, column in report["drift"]["lost"].items()],
        "counts": said_counts(report), "places": said_places(report), "proposals": said_proposals(report),
        "drift": said_drift(report), "dots": dots(report["points"], found.source.extent),
        "head": [labels[name] for name in shown],
        "first": [[row.get(name) for name in shown] for row in report["first"]],
        "page": Paginator(refused(found), A_PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "equipements/imports/reading.html", context, status=status)


@require_POST
@for_publishers
def act(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take or drop a preview, turn its swapped places, or say where its fields are read from."""
    found = _reading(request, code, pk)
    if found.state != ImportState.PREVIEW:
        said = _("Ce fichier n’est plus un aperçu : il a été pris ou abandonné.")
        return _reading_page(request, found, error=said, status=CONFLICT)
    asked = request.POST.get("geste")
    if asked == "colonnes":
        return _map(request, found)
    try:
        if asked == "prendre":
            readings.take(found, by=request.user)
            messages.success(request, _("C’est pris : les lignes sont là, et leurs lieux sur la carte."), "good")
            return redirect("equipements:imports:source", code)
        if asked == "abandonner":
            readings.drop(found)
            messages.success(request, _("Ce fichier est laissé de côté : rien n’a changé."), "good")
            return redirect("equipements:imports:source", code)
        if asked == "retourner":
            readings.accept_swapped(found, by=request.user)
    except ValidationError as error:
        status = CONFLICT if error.code == readings.CHANGED else UNPROCESSABLE
        return _reading_page(request, found, error=" ".join(error.messages), status=status)
    return redirect("equipements:imports:reading", code, pk)


def _map(request: HttpRequest, found: Import) -> HttpResponse:
    form = MappingForm(request.POST, reader=readings.format_of(found.source), report=found.report)
    if not form.is_valid():
        return _reading_page(request, found, form=form, status=UNPROCESSABLE)
    try:
        with transaction.atomic():
            remap(found.source, form.cleaned_data)
            found.source.save(update_fields=["mapping"])
            readings.look_again(found)
    except ValidationError as error:
        return _reading_page(request, found, form=form, error=" ".join(error.messages), status=UNPROCESSABLE)
    messages.success(request, _("La correspondance est gardée, pour ce fichier et les suivants."), "good")
    return redirect("equipements:imports:reading", found.source.code, found.pk)


@for_publishers
def rejets(request: HttpRequest, code: str) -> HttpResponse:
    """`<source>/rejets/`: what could not be taken; one gesture turns the swapped places, another leaves the rest."""
    source = _own(request, code)
    if request.method == "POST":
        return _settle(request, source)
    page = Paginator(waiting(source), A_PAGE).get_page(request.GET.get("page"))
    context = {"source": source, "page": page, "swapped": swapped(source), "columns": source.columns[:5]}
    return render(request, "equipements/imports/rejets.html", context)


def _settle(request: HttpRequest, source: Source) -> HttpResponse:
    last = told(source).last
    if last is None:
        raise Http404
    try:
        if request.POST.get("geste") == "retourner":
            taken = readings.accept_swapped(last, by=request.user).report["new"]
            said = ngettext("%(n)d lieu retourné et posé.", "%(n)d lieux retournés et posés.", taken) % {"n": taken}
        else:
            together = _("Laissées de côté toutes ensemble")
            left = leave_all(source, together, Hand(request.user, request.publishing.acting))
            said = ngettext("%(n)d ligne laissée de côté.", "%(n)d lignes laissées de côté.", left) % {"n": left}
    except (ValidationError, FileNotFoundError) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else _("Le fichier n’est plus là.")
        messages.error(request, words, "bad")
    else:
        messages.success(request, said, "good")
    return redirect("equipements:imports:source", source.code)
