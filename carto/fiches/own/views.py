"""The room of whoever sent a fiche: `/suivre/<secret>/` without an account, `/mes-fiches/<uuid>/` with one."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView, View

from carto.fiches.asides import contest_pictures
from carto.fiches.growing.telling import lineage_told
from carto.fiches.layers import layer_of
from carto.fiches.models import Fiche, Moment, Photo, PhotoState, Visibility
from carto.fiches.own import actions
from carto.fiches.own.doors import Door, open_door, qr_code
from carto.fiches.own.forms import CompleteForm, MoveForm, WithdrawForm, WordsForm
from carto.fiches.trust.views import waiting
from carto.fiches.views import UNPROCESSABLE, told
from carto.fiches.voices.telling import case_told
from carto.policy import allow
from carto.territoires.querysets import name_of_place

CONFLICT = 409


@method_decorator(never_cache, name="dispatch")
class OwnView(View):
    """Opens the door (404 otherwise) and lets the secret go nowhere."""

    door: Door

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who comes by the account has to be signed in."""
        if "uuid" in kwargs and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        self.door = open_door(request, **kwargs)
        response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        # « no-referrer » would make browsers hide the origin too, and the CSRF check refuse forms.
        response["Referrer-Policy"] = "strict-origin"
        return response

    def back(self, said: str, level: int = messages.SUCCESS) -> HttpResponse:
        """To the room's first page, with a word on what happened."""
        messages.add_message(self.request, level, said)
        return redirect(self.door.url())


class RoomView(OwnView, TemplateView):
    """Everything about one's own fiche, and what may still be done with it."""

    template_name = "fiches/follow.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The facts and history, the link to keep, and what this kind adds."""
        door, layer = self.door, layer_of(self.door.fiche.kind)
        fiche = layer.objects().get(pk=door.fiche.pk)
        link = self.request.build_absolute_uri(door.url())
        allow(self.request, "img-src", "data:")  # the QR code
        context = super().get_context_data(**kwargs) | told(layer, fiche) | case_told(fiche) | waiting(fiche) | {
            "door": door,
            "thanks": "merci" in self.request.GET,
            "link": link if door.secret else "",
            "qr": qr_code(link) if door.secret else "",
            "secret": door.secret,
            "own_photos": own_photos(fiche),
            "why_not": actions.why_not(fiche),
            "back_until": actions.back_until(fiche),
            "links": {name: door.url(path) for name, path in ACTIONS.items()},
            "movable": fiche.geom.geom_type == "Point",
        }  # fmt: skip
        context |= lineage_told(fiche)
        return context | (import_string(layer.own)(fiche, door) if layer.own else {})


def own_photos(fiche: Fiche) -> list[Photo]:
    """What is published, and what whoever sent it added: others' pictures are not theirs to see before a person has
    looked.
    """
    others = contest_pictures(fiche, own=False)
    return [
        photo
        for photo in fiche.photos.all()
        if photo.state == PhotoState.SHOWN
        or (photo.original and photo.moment == Moment.BEFORE and photo.uuid not in others)
    ]


ACTIONS = {
    "correct": "corriger", "complete": "completer", "move": "deplacer", "withdraw": "retirer", "back": "remettre",
    "slip": "papier", "tags": "etiquettes",
}  # fmt: skip


class SlipView(RoomView):
    """The link to keep, on half a sheet of paper."""

    template_name = "fiches/own/slip.html"


class ActView(OwnView, FormView):
    """One action of the room: its page, and what sending its form does."""

    done: ClassVar[Any]
    same: ClassVar[Any] = gettext_lazy("Rien n’a changé.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, or the reason why there is none."""
        if reason := self.refusal():
            return self.back(reason, messages.WARNING)
        return super().get(request, *args, **kwargs)

    def refusal(self) -> str:
        """Why this cannot be done now; empty when it can."""
        return actions.why_not(self.door.fiche)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form knows the fiche."""
        return super().get_form_kwargs() | {"fiche": self.door.fiche}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the templates of the room share."""
        layer = layer_of(self.door.fiche.kind)
        back = self.door.url()
        return super().get_context_data(**kwargs) | {"fiche": self.door.fiche, "layer": layer, "back": back}

    def act(self, form: Any) -> Any:
        """Do it; None when there was nothing to do. ValidationError tells the person why not."""
        raise TypeError(f"{type(self).__name__} does not say what it does")

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it, or show the form again with what was typed."""
        try:
            done = self.act(form)
        except actions.Changed as error:
            self.door = open_door(self.request, **self.kwargs)
            form.look_again(self.door.fiche)
            return self._again(form, error, CONFLICT)
        except ValidationError as error:
            return self._again(form, error, UNPROCESSABLE)
        return self.back(self.same if done is None else self.done)

    def _again(self, form: Any, error: ValidationError, status: int) -> HttpResponse:
        form.add_error(None, error)
        return self.render_to_response(self.get_context_data(form=form, conflict=status == CONFLICT), status=status)

    def form_invalid(self, form: Any) -> HttpResponse:
        """What is wrong; what was typed stays."""
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


class CorrectView(ActView):
    """`corriger/`: other words."""

    template_name = "fiches/own/correct.html"
    form_class = WordsForm
    done = gettext_lazy("C’est corrigé. L’histoire de la fiche dit que vous l’avez fait, et quand.")

    def act(self, form: WordsForm) -> Any:
        """The new words; the former ones stay in the history, unless they were personal."""
        data = form.cleaned_data
        return actions.correct(
            self.door.fiche, form.words(), as_seen=data["seen"], forget=data["forget"], person=self.door.person,
            holds=form.holds(),
        )  # fmt: skip


class CompleteView(ActView):
    """`completer/`: more words, more photos."""

    template_name = "fiches/own/complete.html"
    form_class = CompleteForm
    done = gettext_lazy("Merci, c’est ajouté.")

    def act(self, form: CompleteForm) -> Any:
        """Added to what is there."""
        data = form.cleaned_data
        return actions.complete(
            self.door.fiche, data["text"], data["photos"], person=self.door.person, holds=form.holds()
        )


class MoveView(ActView):
    """`deplacer/`: another place, by the map or by an address."""

    template_name = "fiches/own/move.html"
    form_class = MoveForm
    done = gettext_lazy("C’est déplacé.")

    def refusal(self) -> str:
        """A drawing has no single place to move."""
        shape = self.door.fiche.geom.geom_type != "Point"
        return _("Un tracé ne se déplace pas d’ici.") if shape else super().refusal()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A drawing has no form to fill."""
        if self.door.fiche.geom.geom_type != "Point":
            return self.back(self.refusal(), messages.WARNING)
        if request.POST.get("etape") != "lieux":
            return super().post(request, *args, **kwargs)
        return self.look(self.get_form())

    def look(self, form: MoveForm) -> HttpResponse:
        """Look for the place only: the form again, with what the words may mean; nothing moves yet."""
        found = form.is_valid() or bool(form.candidates)
        form.hold_place()
        return self.render_to_response(self.get_context_data(form=form), status=200 if found else UNPROCESSABLE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Besides, the places among which one chooses, and the name of where the pin is."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        where = name_of_place(form.point or self.door.fiche.geom)
        return context | {"choices": form.candidates, "object_name": where}

    def act(self, form: MoveForm) -> Any:
        """The database finds street and quartier again."""
        data = form.cleaned_data
        return actions.move(
            self.door.fiche, form.point, as_seen=data["seen"], precision=data["precision"], osm_id=data["osm_id"],
            person=self.door.person,
        )  # fmt: skip


class WithdrawView(ActView):
    """`retirer/`: a page to be sure, then it is withdrawn."""

    template_name = "fiches/own/withdraw.html"
    form_class = WithdrawForm
    done = gettext_lazy("C’est retiré. Vous pouvez la remettre pendant trente jours, depuis cette page.")

    def act(self, form: WithdrawForm) -> Any:
        """Its page says so from now on."""
        return actions.withdraw(self.door.fiche, person=self.door.person)


class PutBackView(OwnView):
    """`remettre/`: undo the withdrawal, within thirty days."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As visible as it was."""
        fiche: Fiche = self.door.fiche
        if fiche.visibility != Visibility.WITHDRAWN:
            return self.back(_("Elle est déjà en ligne."))
        try:
            actions.put_back(fiche, person=self.door.person)
        except ValidationError as error:
            return self.back(error.message, messages.ERROR)
        return self.back(_("Elle est de nouveau en ligne."))
