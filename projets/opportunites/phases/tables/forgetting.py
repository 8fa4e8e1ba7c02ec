"""The seats of somebody who is erased."""

from carto.comptes.models import User
from projets.opportunites.models import Apport, Siege


def forget(person: User) -> None:
    """The name at the table, and where an idea was said to be; the words are a commentaire, which goes as all do."""
    Apport.objects.filter(siege__person=person).update(place="", spot=None)
    Siege.objects.filter(person=person).exclude(name="").update(name="")
