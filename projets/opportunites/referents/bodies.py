"""Référents and initiatives of residents, for the map of the calendar."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from carto.comptes.models import Role, RoleName
from carto.demarches.agenda.bodies import Body
from projets.opportunites.models import Initiative


def referents() -> Iterator[Body]:
    """Those whose mandate runs today; one query."""
    held = Role.objects.in_force().filter(name=RoleName.REFERENT).select_related("user", "territoire")
    for role in held.order_by("territoire__name", "pk"):
        what = _("référent de %(place)s") % {"place": role.territoire.name}
        yield Body(str(role.user), what, reverse("opportunites:referents"), role.territoire_id)


def initiatives() -> Iterator[Body]:
    """What residents already do, once published; one query."""
    for each in Initiative.objects.filter(state=Initiative.State.PUBLIC).order_by("name", "pk"):
        yield Body(
            each.name, _("initiative d’habitants"), reverse("opportunites:initiatives"), each.quartier_id, each.geom
        )
