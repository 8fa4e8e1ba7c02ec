"""The words of somebody who is erased, where a project had taken them over as they were."""

from django.db.models import F

from carto.comptes.models import User
from projets.budgets.models import Projet, ProjetChange


def forget(person: User) -> None:
    """A project that the city has put into its own words keeps them: they are not this person's."""
    born = Projet.objects.filter(fiche__author=person).select_related("fiche", "theme").order_by("pk")
    for projet in born:
        taken = {projet.fiche.title: projet.theme.name, projet.fiche.text: ""}
        ProjetChange.objects.filter(projet=projet, before__in=taken).update(before="")
        ProjetChange.objects.filter(projet=projet, after__in=taken).update(after="")
    born.filter(text=F("fiche__text")).update(text="")
    for projet in born.filter(title=F("fiche__title")):
        Projet.objects.filter(pk=projet.pk).update(title=projet.theme.name)
