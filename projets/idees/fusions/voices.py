"""A supporter's voice goes along with a merge, and comes back: the same row, so that nobody is counted twice."""

from carto.fiches.models import Soutien, SoutienKind
from projets.idees.models import Accord


def carry(accord: Accord, target: int) -> None:
    """Count the voice with the idea that stays, unless that person supports it already: then both stay as they are."""
    if not _voices(target, accord).exists():
        _voices(accord.idee_id, accord).update(fiche=target)


def bring_back(accord: Accord, target: int) -> None:
    """Count it again where it was given. One that was never carried, or was taken back since, is left."""
    if not _voices(accord.idee_id, accord).exists():
        _voices(target, accord).update(fiche=accord.idee_id)


def _voices(fiche: int, accord: Accord) -> object:
    return Soutien.objects.filter(fiche=fiche, kind=SoutienKind.TOO, person=accord.person_id)
