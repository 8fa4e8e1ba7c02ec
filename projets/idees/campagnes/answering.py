"""Who answers the ideas of a campaign, and which of them wait for an answer."""

from django.db.models import Prefetch, QuerySet

from carto.comptes.models import User
from carto.fiches.models import Evenement, Visibility, What
from projets.idees.models import Campagne, Idee
from projets.idees.rights import animation_roles

OFFICIAL = "official"  # as whom the line of history says that it was written
READABLE = {Visibility.PUBLIC, Visibility.JOINED}


def may_answer(person: User, campagne: Campagne) -> bool:
    """The official that the campaign names; those who animate, who write down what the official says."""
    if not person.is_authenticated:
        return False
    return campagne.official_id == person.pk or bool(animation_roles(person))


def ideas_of(campagne: Campagne) -> QuerySet[Idee]:
    """The public ideas of a campaign, with what a line of a list shows; the latest first."""
    return (
        Idee.objects.public()
        .filter(campagne=campagne)
        .for_cards()
        .select_related("autocollant", "campagne", "atterrissage")
    )


def with_answers(ideas: QuerySet[Idee]) -> QuerySet[Idee]:
    """Each with its official answers in `.answers_given`: one query for all of them."""
    answers = Evenement.objects.filter(what=What.ANSWER, actor_role=OFFICIAL).order_by("-at", "-pk")
    return ideas.prefetch_related(Prefetch("evenements", answers, to_attr="answers_given"))
