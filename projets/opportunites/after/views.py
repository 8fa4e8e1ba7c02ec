"""The label of a topic and its rule, and the way from the first words to the works: everybody reads them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projets.opportunites.after.facts import Facts
from projets.opportunites.after.label import CHECKPOINTS, as_json, label_of
from projets.opportunites.after.lineage.drawing import drawing_of
from projets.opportunites.after.lineage.graph import graph_of
from projets.opportunites.after.lineage.listing import before, since
from projets.opportunites.referents.act_views import public_topic
from projets.opportunites.referents.rights import holds_the_pen


@require_safe
def rule(request: HttpRequest) -> HttpResponse:
    """`/opportunites/label/`: what each point asks, and from which data it is read."""
    return render(request, "opportunites/after/rule.html", {"checkpoints": CHECKPOINTS})


@require_safe
def label(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/opportunites/<uuid>/label/`: each point of one topic, held or not, with its proof."""
    topic = public_topic(uuid)
    return render(request, "opportunites/after/label.html", {"topic": topic, "label": label_of(Facts.of(topic))})


@require_safe
def label_json(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """`/opportunites/<uuid>/label.json`: the same for programs."""
    topic = public_topic(uuid)
    told = {"sujet": topic.number, "titre": topic.title, "demonstration": topic.demonstration}
    return JsonResponse(told | as_json(label_of(Facts.of(topic))))


@require_safe
def lineage(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/opportunites/<uuid>/filiation/`: drawn, and as lists; `?de=<uuid>` is the fiche from which somebody comes."""
    topic = public_topic(uuid)
    graph = graph_of(topic, _from(request))
    told = {
        "topic": topic,
        "graph": graph,
        "drawing": drawing_of(graph),
        "before": before(graph),
        "since": since(graph),
    }
    told["pen"] = holds_the_pen(request.user, topic)
    told["mine"] = next((node for node in graph.nodes.values() if node.mine and not node.gone), None)
    return render(request, "opportunites/after/lineage.html", told)


def _from(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("de", ""))
    except ValueError:
        return None
