"""In whose name something is published here, in words."""

from django.utils.translation import gettext as _

from projets.equipements.models import Organisme


def name_of(publisher: Organisme | None) -> str:
    """« CHU de Nantes », « la ville »."""
    return publisher.name if publisher else _("la ville")


def signed(publisher: Organisme | None) -> str:
    """« publié par CHU de Nantes », « publié par la ville »."""
    return _("publié par %(name)s") % {"name": publisher.name} if publisher else _("publié par la ville")
