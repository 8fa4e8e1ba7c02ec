"""The voices of somebody who is erased."""

from carto.comptes.models import User
from projets.idees.models import Enregistrement
from projets.idees.spoken.keeping import drop


def forget(person: User) -> None:
    """Sound and words of the voices on the ideas that they signed."""
    drop(Enregistrement.objects.filter(idee__author=person))
