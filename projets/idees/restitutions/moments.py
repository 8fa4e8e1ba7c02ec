"""« Vous avez 2 minutes, 15 minutes, une soirée »: what can really be done in that time, today, on this map."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.fiches.models import Commentaire, CommentKind, Stage, Visibility
from projets.idees.models import Calque, Campagne, Idee

FEW: Final = 3
AMONG: Final = 200  # the latest ideas among which three are drawn


@dataclass(frozen=True)
class Task:
    """One thing to do, and where."""

    label: str
    address: str
    about: str = ""


@dataclass(frozen=True)
class Moment:
    """So much time, and what fits in it."""

    label: str | Promise
    tasks: list[Task]


def moments(seed: int) -> list[Moment]:
    """The three lists; `seed` draws which ideas are shown, so that nobody's is always first. Six queries."""
    return [
        Moment(gettext_lazy("Vous avez 2 minutes"), [*_ideas(seed), *_stickers()]),
        Moment(gettext_lazy("Vous avez 15 minutes"), [*_questions(), *_sheets(), *_feelings()]),
        Moment(gettext_lazy("Vous avez une soirée"), list(_evening())),
    ]


def _ideas(seed: int) -> Iterator[Task]:
    """Three ideas drawn by lot among the latest that are still open."""
    open_ideas = Idee.objects.public().filter(stage__in=(Stage.NEW, Stage.IN_PROGRESS)).order_by("-created_at", "-pk")
    keys = list(open_ideas.values_list("pk", flat=True)[:AMONG])
    drawn = sorted(keys, key=lambda pk: (pk * 2_654_435_761 ^ seed) & 0xFFFFFFFF)[:FEW]
    for idee in Idee.objects.filter(pk__in=drawn).select_related("quartier"):
        said = _("Lire « %(title)s », et dire « moi aussi » si c’est le cas") % {"title": idee.title}
        yield Task(said, f"{idee.get_absolute_url()}#voix", str(idee.quartier or ""))


def _stickers() -> Iterator[Task]:
    """One's own sticker, in a campaign that is open or anywhere."""
    for campagne in Campagne.objects.open().order_by("closes_at")[:FEW]:
        yield Task(_("Répondre d’un autocollant : %(question)s") % {"question": campagne.title}, _proposing(campagne))
    yield Task(_("Poser un autocollant là où vous aimeriez quelque chose"), reverse("idees:propose"))


def _proposing(campagne: Campagne) -> str:
    return f"{reverse('idees:propose')}?campagne={campagne.slug}"


def _questions() -> Iterator[Task]:
    """Questions on ideas that nobody has answered."""
    asked = Commentaire.objects.filter(
        kind=CommentKind.QUESTION, visibility=Visibility.PUBLIC, replies=None,
        fiche__kind="idee", fiche__visibility=Visibility.PUBLIC,
    ).select_related("fiche").order_by("-created_at")[:FEW]  # fmt: skip
    for question in asked:
        said = _("Répondre à une question sur « %(title)s »") % {"title": question.fiche.title}
        yield Task(said, f"{question.fiche.get_absolute_url()}#paroles", question.text[:120])


def _sheets() -> Iterator[Task]:
    """Sheets that wait for other hands."""
    if address := _address("idees:calques:list"):
        for calque in Calque.objects.public().filter(shared=True, closed_at=None)[:FEW]:
            yield Task(_("Dessiner sur le calque « %(name)s »") % {"name": calque.name}, calque.get_absolute_url())
        yield Task(_("Ouvrir un calque et tracer votre idée"), address)


def _feelings() -> Iterator[Task]:
    """How one feels somewhere, and the list of what is near."""
    if address := _address("fiches:ressentis:page"):
        yield Task(_("Dire comment on se sent dans une rue"), address)
    yield Task(_("Regarder ce qui est proposé près de chez vous, et y ajouter une source"), reverse("idees:list"))


def _evening() -> Iterator[Task]:
    """What takes longer, and stays."""
    yield Task(
        _("Composer une restitution : ce que vous retenez, avec les fiches qui comptent"),
        f"{reverse('idees:restitutions:compose')}?couches=idees",
    )
    for name, said in (
        ("idees:campagnes:list", _("Choisir une campagne, et en parler autour de vous")),
        ("idees:dreams:list", _("Aider un rêve à se poser : dire le besoin et un premier pas")),
        ("idees:workshops:list", _("Lire ce qui s’est dit dans les ateliers")),
    ):
        if address := _address(name):
            yield Task(said, address)


def _address(name: str) -> str:
    """The address of a page, or nothing where this city has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
