"""The rules of a participatory budget, on the card that every process has."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.demarches.rules.process import Process
from projets.budgets.models import BudgetParticipatif, Enveloppe
from projets.idees.rights import animation_roles


def card(key: str, user: User) -> Process | None:
    """One that is public; None otherwise."""
    budget = BudgetParticipatif.objects.public().filter(slug=key).prefetch_related("enveloppes__territoire").first()
    if budget is None:
        return None
    roles = animation_roles(user)
    told = {
        "organiser": budget.organiser,
        "money": "\n".join(_money(each) for each in budget.enveloppes.all()),
        "decides": budget.decides,
        "concerned": ", ".join(str(each.territoire or each.name) for each in budget.enveloppes.all()),
        "moderation": _("Chaque projet écarté l’est avec sa raison, que tout le monde lit."),
        "kept": _(
            "Les bulletins restent, sans nom ni heure ; la clé qui reconnaît qui a voté est détruite à la fermeture."
        ),
        "changes": _(
            "Une fois publiées, elles ne changent plus : une proposition reprise vaut pour la prochaine édition."
        ),
    }
    role, since = roles[0].name if roles else "", budget.published_at
    return Process(budget.title, budget.get_absolute_url(), told, role=role, since=since)


def _money(each: Enveloppe) -> str:
    amount = number_format(each.amount, decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"{each.name} : {amount} € {each.get_basis_display()} · {each.get_kind_display()} · {each.year}"
