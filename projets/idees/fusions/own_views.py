"""The same decisions by the door of whoever sent an idea: its secret link, or the account (`carto.fiches.own`)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from carto.fiches.models import Kind
from carto.fiches.own.views import OwnView
from projets.idees.fusions.branch_views import change_of, settled
from projets.idees.fusions.rights import Hand
from projets.idees.fusions.standing import about
from projets.idees.fusions.views import answered, undone
from projets.idees.models import Idee


class IdeaDoorView(OwnView):
    """Opens the door of an idea; the rest of the address says what is decided there."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Http404 by the door of anything else than an idea."""
        self.about = kwargs.pop("about")
        return super().dispatch(request, *args, **kwargs)

    @property
    def idee(self) -> Idee:
        """The idea behind the door."""
        if self.door.fiche.kind != Kind.IDEE:
            raise Http404
        return Idee.objects.for_cards().get(pk=self.door.fiche.pk)

    @property
    def hand(self) -> Hand:
        """Its author; by the secret link, nobody in particular."""
        return Hand(self.door.person)


class OwnFusionView(IdeaDoorView):
    """`reunions/<uuid>/`: yes, no, or undone."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Done, or a word on why not; back to one's own page."""
        idee = self.idee
        told = get_object_or_404(about([idee]), uuid=self.about)
        does = request.POST.get("reponse", "")
        try:
            if does == "defaire":
                said = undone(told, self.hand)
            elif does in {"oui", "non"}:
                said = answered(told, [idee], self.hand, agreed=does == "oui")
            else:
                raise ValidationError(_("Cette réponse n’existe pas."))
        except ValidationError as error:
            return self.back(error.message, messages.ERROR)
        return self.back(said)


class OwnSettleView(IdeaDoorView):
    """`amendements/<n>/`: the change is taken up, or not."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Both texts, and the question."""
        return settled(request, change_of(self.idee.pk, self.about), self.hand, back=self.door.url())

    post = get
