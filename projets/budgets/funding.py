"""A chosen project becomes a facility that is planned, with the cost that was voted, and its idea hears of it."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.actions import record
from carto.fiches.models import Evenement, Fiche, Kind, Lien, LienKind, What
from projets.actions import change_status
from projets.budgets.models import Projet
from projets.equipements.models import Cout, Equipement
from projets.equipements.workflow import WORKFLOW, Status
from projets.idees.models import Idee
from projets.idees.workflow import WORKFLOW as IDEAS
from projets.idees.workflow import Status as IdeaStatus
from projets.votes.wording import amount

SYSTEM = "system"  # the count itself, whoever asked for it


def fund(projet: Projet) -> Equipement:
    """Its facility, made once; the idea that it comes from is followed there, and goes on as « retenue »."""
    if projet.equipement is not None:
        return projet.equipement
    budget = projet.enveloppe.budget
    equipement = Equipement.objects.create(
        kind=Kind.EQUIPEMENT.value, title=projet.title, text=projet.text, theme_id=projet.theme_id, geom=projet.geom,
        nature=projet.nature, status=Status.PLANNED.value, stage=WORKFLOW.stage_of(Status.PLANNED),
        place_source=str(budget.title), demonstration=budget.demonstration,
    )  # fmt: skip
    _cost(projet, equipement)
    projet.equipement = equipement
    projet.save(update_fields=["equipement"])
    told = {"title": budget.title, "money": amount(projet.price)}
    _told(equipement, _("Retenu par le vote « %(title)s », pour %(money)s.") % told)
    if projet.fiche is not None:
        Lien.objects.create(source=equipement, target=projet.fiche, kind=LienKind.FUNDS, by=None, role=SYSTEM)
        _choose(projet.fiche, _("Le vote « %(title)s » la finance, pour %(money)s.") % told)
    return equipement


def _cost(projet: Projet, equipement: Equipement) -> None:
    enveloppe = projet.enveloppe
    Cout.objects.create(
        equipement=equipement, kind=Cout.Kind.VOTED, purpose=Cout.Purpose.EQUIPMENT, amount=projet.price,
        year=timezone.localtime(enveloppe.budget.counts_at).year, basis=enveloppe.basis, about=projet.price_why[:200],
        source=f"{enveloppe.budget.title} ({enveloppe.name})"[:200],
        source_url=f"{settings.CARTO_URL}{enveloppe.budget.get_absolute_url()}resultats/",
    )  # fmt: skip


def _told(fiche: Fiche, words: str) -> Evenement:
    return record(fiche, What.FUNDED, role=SYSTEM, public_text=words)


def _choose(fiche: Fiche, words: str) -> None:
    _told(fiche, words)
    idee = Idee.objects.filter(pk=fiche.pk).first()
    if idee and IDEAS.may_go(idee.status, IdeaStatus.CHOSEN):
        change_status(idee, IdeaStatus.CHOSEN, IDEAS, role=SYSTEM, public_text=words)
