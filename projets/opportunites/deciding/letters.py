"""The letter to whoever wrote words that have their answer, so that nobody has to come back and look."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from carto.alertes.actions import own_address
from carto.alertes.letters import letter_to
from carto.alertes.models import Abonnement
from carto.alertes.tokens import address_of
from carto.fiches.models import Commentaire
from projets.opportunites.models import Reponse


def write_to_author(answer_id: int, *others: int) -> bool:
    """The letter to whoever wrote the words that are answered; false when nothing leaves: no address known to be
    theirs, or they follow the topic and hear of it already. `others` are the answers given to them by the same gesture.
    """
    rows = Reponse.objects.select_related("opportunite", "commentaire__author").order_by("commentaire")
    found = list(rows.filter(pk__in=(answer_id, *others)))
    answer = next((each for each in found if each.pk == answer_id), None)
    words: Commentaire | None = answer.commentaire if answer else None
    email = own_address(words.author) if words and words.author else ""
    topic = answer.opportunite if answer else None
    if not email or Abonnement.objects.confirmed().filter(fiche_id=topic.pk, email=email).exists():
        return False
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("%(title)s : une réponse à vos mots") % {"title": topic.title}
        theirs = [
            each.commentaire for each in found if each.commentaire and each.commentaire.author_id == words.author_id
        ]
        said = {"answer": answer, "words": theirs, "topic": topic,
                "address": address_of("opportunites:answers", topic.uuid)}  # fmt: skip
        template = "opportunites/deciding/email/answer"
        letter_to(email, template, subject, said, language=settings.LANGUAGE_CODE).send()
    return True
