"""How to reach somebody who is erased, where they had left it with an offer."""

from django.db.models.functions import Lower

from carto.comptes.addresses import own_addresses
from carto.comptes.models import User
from projets.opportunites.models import OffreContact


def forget(person: User) -> None:
    """By their account or by any address known to be theirs; the offer is a commentaire, which goes as all do."""
    OffreContact.objects.filter(offre__commentaire__author=person).delete()
    OffreContact.objects.alias(low=Lower("email")).filter(low__in=own_addresses(person)).delete()
