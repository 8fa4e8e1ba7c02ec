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


def write_to_author(answer_id: int) -> bool:
    """The letter to whoever wrote the words that are answered; false when nothing leaves: no address known to be
    theirs, or they follow the topic and hear of it already.
    """
    answer = Reponse.objects.select_related("opportunite", "commentaire__author").filter(pk=answer_id).first()
    words: Commentaire | None = answer.commentaire if answer else None
    email = own_address(words.author) if words and words.author else ""
    topic = answer.opportunite if answer else None
    if not email or Abonnement.objects.confirmed().filter(fiche_id=topic.pk, email=email).exists():
        return False
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("%(title)s : une réponse à vos mots") % {"title": topic.title}
        said = {"answer": answer, "words": words, "topic": topic,
                "address": address_of("opportunites:answers", topic.uuid)}  # fmt: skip
        template = "opportunites/deciding/email/answer"
        letter_to(email, template, subject, said, language=settings.LANGUAGE_CODE).send()
    return True
