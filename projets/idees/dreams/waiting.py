"""Words on a dream that a person has to look at first: they wait as a comment does, and are carried over by hand."""

from carto.fiches.comments.actions import comment
from carto.fiches.models import Commentaire, CommentKind, Visibility
from carto.fiches.trust.weighing import Verdict
from projets.idees.dreams.forms import WordsForm
from projets.idees.models import Idee


def set_aside(idee: Idee, form: WordsForm, verdict: Verdict) -> Commentaire:
    """Keep them, once per `uuid`, until somebody has read them; nothing of who wrote them is kept."""
    told = form.cleaned_data
    known = Commentaire.objects.filter(uuid=told["uuid"]).exists()
    stored = comment(
        idee, f"{told['need']}\n\n{told['first_step']}", uuid=told["uuid"], kind=CommentKind.AVIS,
        visibility=Visibility.WAITING,
    )  # fmt: skip
    if not known:
        verdict.settle(idee, *form.holds(), commentaire=stored)
    return stored
