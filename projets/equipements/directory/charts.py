"""Asking whoever is in charge: a question about a theme of the directory, which the city answers or hands on."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from carto.fiches.models import Theme
from projets.equipements.models import Organisme


def named(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The names and addresses of « voirie/etat » (theme and organisation), of those that are known."""
    pairs = {code: code.partition("/")[::2] for code in codes}
    themes = Theme.objects.in_bulk({theme for theme, _slug in pairs.values()}, field_name="code")
    organismes = Organisme.objects.in_bulk({slug for _theme, slug in pairs.values()}, field_name="slug")
    return {
        code: _named(themes[theme], organismes[slug])
        for code, (theme, slug) in pairs.items()
        if theme in themes and slug in organismes
    }


def _named(theme: Theme, organisme: Organisme) -> tuple[str, str]:
    label = _("%(theme)s : ce dont s’occupe %(who)s") % {"theme": theme.name, "who": organisme.name}
    return label, f"{reverse('equipements:directory:list')}#{theme.code}"
