"""Beside a figure: how many questions were asked about it, to read them, to ask one. And declared interests."""

from typing import Any

from django import template
from django.http import HttpRequest

from carto.comptes.models import User
from projets.equipements.interests.standing import standing_of
from projets.equipements.models import Cout, Demande, Interet, Ligne
from projets.equipements.questions.about import Figure
from projets.equipements.questions.clock import Told, all_told
from projets.equipements.questions.pieces import SHOWN, known_counts

register = template.Library()


@register.inclusion_tag("equipements/questions/_figure.html", takes_context=True)
def figure_questions(
    context: dict[str, Any], cout: Cout | None = None, ligne: Ligne | None = None, chart: str = "", label: str = ""
) -> dict[str, Any]:
    """`{% figure_questions cout=cout label="120 000 €" %}`, or `ligne=ligne`, or `chart="budget/2024"`.

    The counts of all the costs of a facility are one query a page; a row or a chart is one query each: beside the rows
    of a long list, put only a link. `label` tells one such link from another to whoever hears the page.
    """
    figure = Figure(label, "", cout=cout, ligne=ligne, chart=chart)
    return {"query": figure.query, "label": label, "n": _count(context["request"], figure)}


@register.inclusion_tag("equipements/questions/_page.html")
def figure_answers(cout: Cout | None = None, ligne: Ligne | None = None, chart: str = "") -> dict[str, list[Told]]:
    """On the figure's own page: the latest questions about it with their answers, or nothing while nobody has asked."""
    named = {"cout": cout} if cout else {"ligne": ligne} if ligne else {"chart": chart}
    return {"told": all_told(Demande.objects.shown().filter(**named).told()[:SHOWN])}


def _count(request: HttpRequest, figure: Figure) -> int:
    if figure.cout is None:
        named = {"ligne": figure.ligne} if figure.ligne else {"chart": figure.chart}
        return Demande.objects.shown().filter(**named).count()
    known = known_counts(request)
    place = figure.cout.equipement_id
    if place not in known:
        known[place] = Demande.objects.counts_of_place(place)
    return known[place].get(figure.cout.pk, 0)


@register.inclusion_tag("equipements/interests/_line.html")
def declared_interests(person: User | None) -> dict[str, list[Interet]]:
    """What whoever proposes or asks under their name has declared of their interests, and holds today."""
    return {"interests": standing_of(person)}
