"""Who may open a consultation: those who animate everywhere, a référent where they answer for the quartier."""

from carto.comptes.models import Role, RoleName, User
from projets.idees.rights import animation_roles
from projets.opportunites.models import Consultation, Opportunite


def role_for(user: User, quartiers: set[int | None]) -> Role | None:
    """As what this person would act there; None: not theirs. `quartiers` are ids of territories."""
    for role in animation_roles(user):
        if role.name != RoleName.REFERENT or role.territoire_id in quartiers:
            return role
    return None


def places_of(opportunite: Opportunite | None, quartier_id: int | None) -> set[int | None]:
    """The territories that a consultation is about, of which a référent may be."""
    about = {quartier_id} if quartier_id else set()
    return about | ({opportunite.quartier_id, opportunite.commune_id} - {None} if opportunite else set())


def carrying(user: User, consultation: Consultation) -> Role | None:
    """The role by which this person prepares that consultation, or None."""
    return role_for(user, places_of(consultation.opportunite, consultation.quartier_id))
