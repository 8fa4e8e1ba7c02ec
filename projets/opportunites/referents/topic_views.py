"""`/opportunites/proposer/`, and what waits for an answer at `/opportunites/attendent/`."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carto.fiches.views import AddView
from projets.idees.growing.origins import Origin
from projets.opportunites.models import Opportunite
from projets.opportunites.referents.actions import settle_due
from projets.opportunites.referents.clock import awaited
from projets.opportunites.referents.topics import TopicForm
from projets.opportunites.workflow import Status

MOST = 200


class PutTopicView(AddView):
    """Anybody puts a topic; `?titre=&question=&theme=` fills in what another page knows already.

    `?depuis=<uuid>` takes up again what is there: a facility, or a topic that was delivered or set aside.
    """

    layer_name = "opportunites"
    form_class = TopicForm
    template_name = "opportunites/referents/propose.html"

    def get_initial(self) -> dict[str, Any]:
        """What a link named, beside the place."""
        asked = self.request.GET
        told = {"title": asked.get("titre", "")[:140], "question": asked.get("question", "")[:300]}
        told |= {"theme": asked.get("theme", "")[:50]}
        if (origin := Origin.read(asked.get("depuis", ""))) is None:
            return super().get_initial() | told
        again = {"title": origin.fiche.title[:140], "theme": origin.fiche.theme.code, "depuis": origin.fiche.uuid}
        return (
            super().get_initial() | origin.initial() | {**again, **{name: said for name, said in told.items() if said}}
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the clock that is promised, and what is taken up again."""
        context = super().get_context_data(**kwargs)
        origin = Origin.read(str(context["form"]["depuis"].value() or ""))
        return context | {"days": settings.CARTO_QUESTION_DAYS, "origin": origin}


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Every topic that waits, whoever put it, the longest first: who has had no answer is said."""
    settle_due()
    topics = Opportunite.objects.public().filter(status=Status.SPOTTED)
    topics = topics.select_related("theme", "rue", "quartier", "commune").order_by("waiting_since", "created_at")[:MOST]
    owed = sorted((awaited(topic) for topic in topics), key=lambda each: each.due_at)
    context = {"owed": owed, "late": sum(each.late > 0 for each in owed), "days": settings.CARTO_QUESTION_DAYS}
    return render(request, "opportunites/referents/waiting.html", context)
