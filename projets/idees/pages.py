"""The pages of the animation, as its menu shows them: each room adds its own line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class AnimationPage:
    """One entry of the menu; `url_name` in the namespace « idees », unless it says whose."""

    label: str | Promise
    url_name: str
    namespace: str = "idees"


# In the order in which a campaign lives.
PAGES: Final[Sequence[AnimationPage]] = (
    AnimationPage(_("Campagnes"), "campagnes:desk"),
    AnimationPage(_("Atterrissages"), "dreams:list"),
    AnimationPage(_("Feuilles"), "papers:list"),
    AnimationPage(_("La boîte"), "inbox:list"),
    AnimationPage(_("Ateliers"), "workshops:desk"),
    AnimationPage(_("Budgets participatifs"), "desk", "budgets"),
    AnimationPage(_("Consultations"), "consultation_desk", "opportunites"),
)
