"""What the figures must not be taken for: said beside them, on the page and in the JSON."""

from typing import Final

from django.utils.translation import gettext_lazy as _

CAVEATS: Final = (
    _(
        "Le nombre dit d’abord combien on se sert de ce site : une rue où l’on signale beaucoup n’est pas forcément "
        "plus abîmée, et une rue dont personne ne parle n’est pas forcément en bon état."
    ),
    _(
        "Un trou et un tag ne se réparent pas de même, un quartier de gare n’est pas un quartier de maisons : ces "
        "chiffres ne comparent ni des équipes ni des personnes, et ne classent pas les quartiers."
    ),
)
