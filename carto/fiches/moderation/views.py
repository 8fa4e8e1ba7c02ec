"""The desk: what waits, and the page where a person looks at a photo."""

import io
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from PIL import Image

from carto.comptes.models import RoleName
from carto.fiches.layers import layer_of
from carto.fiches.models import Photo, PhotoState
from carto.fiches.moderation import pictures
from carto.fiches.moderation.forms import PublishForm, RefuseForm, ZoneForm
from carto.fiches.moderation.queue import Sort, desk_of, next_photo
from carto.fiches.moderation.rights import BY_SERVICE, for_the_desk, photos_for
from carto.fiches.moderation.zones import Zone, written
from carto.fiches.photos import jpeg

UNPROCESSABLE, CONFLICT = 422, 409
SMALL = 320  # pixels of a picture in the queue


@for_the_desk
def desk(request: HttpRequest) -> HttpResponse:
    """`/moderation/`: what waits, the oldest first; `?sorte=` one sort of it, `?page=`."""
    asked = request.GET.get("sorte", "")
    only = Sort(asked) if asked in Sort.values else None
    told = desk_of(request.user, request.desk_roles, only, request.GET.get("page"))
    lines = [(item, layer_of(item.fiche.kind)) for item in told.items]
    counts = [(sort, told.counts[sort]) for sort in Sort if sort in told.counts]
    context = {
        "desk": told, "lines": lines, "counts": counts, "only": only, "page": told.page,
        "query": f"sorte={only.value}" if only else "", "is_moderator": RoleName.MODERATOR in request.desk_roles,
    }  # fmt: skip
    return render(request, "fiches/moderation/desk.html", context)


@for_the_desk
def photo_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture as it was sent, or as it is shown once the original is gone; `?petite` a small one for the queue."""
    photo = get_object_or_404(photos_for(request.user, request.desk_roles), pk=pk)
    file = photo.original or photo.image
    if not file:
        raise Http404
    if "petite" not in request.GET:
        return _alone(FileResponse(file.open("rb"), content_type="image/jpeg"))
    with file.open("rb") as opened:
        image = Image.open(opened)
        image.draft("RGB", (SMALL, SMALL))
        return _alone(FileResponse(io.BytesIO(jpeg(image, SMALL)), content_type="image/jpeg"))


def _alone(response: FileResponse) -> FileResponse:
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Robots-Tag"] = "noindex"
    return response


@for_the_desk
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at a photo: draw what must be blurred, publish or refuse. Already decided, it may be decided again."""
    shown = photos_for(request.user, request.desk_roles).select_related(
        "fiche__theme", "fiche__quartier", "fiche__commune", "reviewed_by"
    )
    review = _Review(request, get_object_or_404(shown, pk=pk))
    if request.method != "POST":
        return review.page()
    doing = {"publish": review.publish, "refuse": review.refuse, "add": review.add}
    return doing.get(request.POST.get("do", ""), review.page)()


@dataclass(frozen=True)
class Drawn:
    """A zone as the page draws it: the value of its checkbox, and its rectangle in pixels."""

    value: str
    box: tuple[str, str, str, str]
    on: bool


class _Review:
    """One visit to the page of one photo."""

    def __init__(self, request: HttpRequest, photo: Photo) -> None:
        self.request, self.photo = request, photo
        self.role = next(role for role in (RoleName.MODERATOR, *BY_SERVICE) if role in request.desk_roles).value
        sent = request.POST if request.method == "POST" else None
        doing = sent.get("do") if sent else ""
        self.publish_form = PublishForm(sent if doing in {"publish", "add"} else None, photo=photo)
        self.refuse_form = RefuseForm(sent if doing == "refuse" else None, photo=photo)
        # Enter in any field presses the first button of the form, which adds a zone: without figures that asks nothing.
        figures = doing == "add" and any(sent.get(f"more-{name}") for name in ZoneForm.base_fields)
        self.zone_form = ZoneForm(sent if figures else None, prefix="more")
        self.zones = None if self.publish_form.is_bound else self._first_zones()

    def _first_zones(self) -> list[Zone]:
        """What the page opens with: what is blurred, or what the detector saw while nobody has looked."""
        return self.photo.suggested if self.photo.state == PhotoState.WAITING else self.photo.zones

    def publish(self) -> HttpResponse:
        """Show it, then on to the next one."""
        form = self.publish_form
        if not form.is_valid():
            return self.page(UNPROCESSABLE)
        data = form.cleaned_data
        try:
            pictures.publish(
                self.photo, data["zone"], by=self.request.user, role=self.role,
                description=data["description"], seen=data["seen"],
            )  # fmt: skip
        except ValidationError as error:
            return self._late(error)
        return self._next(_("Photo publiée."))

    def refuse(self) -> HttpResponse:
        """Show it to nobody, then on to the next one."""
        form = self.refuse_form
        if not form.is_valid():
            return self.page(UNPROCESSABLE)
        data = form.cleaned_data
        try:
            pictures.refuse(
                self.photo, by=self.request.user, role=self.role,
                rule=data["rule"], reason=data["reason"], seen=data["seen"],
            )  # fmt: skip
        except ValidationError as error:
            return self._late(error)
        return self._next(_("Photo refusée. La raison est dite sur la fiche."))

    def add(self) -> HttpResponse:
        """One more zone, by hand: the page comes back with it drawn; nothing is decided yet."""
        if not self.publish_form.is_valid() or self.zone_form.errors:
            return self.page(UNPROCESSABLE)
        if not self.zone_form.is_bound:
            return self.page()
        self.zones = [*self.publish_form.cleaned_data["zone"], self.zone_form.zone()]
        self.zone_form = ZoneForm(prefix="more")
        return self.page()

    def _late(self, error: ValidationError) -> HttpResponse:
        """Somebody was faster: show the photo as it stands now."""
        messages.warning(self.request, error.message)
        self.photo.refresh_from_db()
        self.publish_form, self.refuse_form = PublishForm(photo=self.photo), RefuseForm(photo=self.photo)
        self.zones = self._first_zones()
        return self.page(CONFLICT)

    def _next(self, told: str) -> HttpResponse:
        messages.success(self.request, told)
        following = next_photo(self.request.user, self.request.desk_roles, self.photo)
        return redirect("fiches:moderation:photo", following.pk) if following else redirect("fiches:moderation:desk")

    def page(self, status: int = 200) -> HttpResponse:
        """The page, with the zones ticked as they were sent."""
        sent = self.zones if self.zones is not None else self.publish_form.cleaned_data.get("zone", [])
        photo = self.photo
        context = {
            "photo": photo, "fiche": photo.fiche, "layer": layer_of(photo.fiche.kind),
            "zones": self._drawn(sent), "text_size": max(photo.width // 28, 14),
            "locked": bool(photo.image and not photo.original), "gone": not (photo.image or photo.original),
            "publish_form": self.publish_form, "refuse_form": self.refuse_form, "zone_form": self.zone_form,
            "following": next_photo(self.request.user, self.request.desk_roles, photo),
            "actes": photo.actes.select_related("by"),
        }  # fmt: skip
        return render(self.request, "fiches/moderation/photo.html", context, status=status)

    def _drawn(self, ticked: list[Zone]) -> list[Drawn]:
        """The ticked zones, and those that the page opened with and somebody has unticked."""
        values = [written(zone) for zone in ticked]
        others = [zone for zone in self._first_zones() if written(zone) not in values]
        scale = (self.photo.width, self.photo.height) * 2
        return [
            Drawn(written(zone), tuple(f"{part * side:.0f}" for part, side in zip(zone, scale, strict=True)), on)
            for zones, on in ((ticked, True), (others, False))
            for zone in zones
        ]
