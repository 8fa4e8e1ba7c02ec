"""What a room looks for of a facility, told by the page's own query; a facility read otherwise may have it."""

from projets.equipements.models import Equipement


def seen(equipement: Equipement, name: str) -> bool:
    """Whether it is there, or might be: what nobody looked for is asked of the database."""
    return getattr(equipement, name, True)
