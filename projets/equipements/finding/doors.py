"""The pages of public money by their own name, « transparence », or by the kind of answer alone, « délibérations »."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from carto.territoires.geocoding import Hit
from projets.equipements.figures.querysets import stems
from projets.equipements.finding.asking import Asking
from projets.equipements.pages import PAGES

OF_KIND: Final = {
    "deliberation": "deliberations:list", "marche": "figures:contracts", "subvention": "figures:grants",
    "personne": "directory:list",
}  # fmt: skip


def doors(asking: Asking) -> list[Hit]:
    """Those whose name is exactly these words, or begins with them; nothing is asked of the database."""
    asked, alone = stems(asking.text), OF_KIND.get(asking.kind) if asking.empty else None
    shown = [
        page
        for page in PAGES
        if not page.desk and (page.url_name == alone or (asked and stems(str(page.label))[: len(asked)] == asked))
    ]
    return [
        Hit(
            "page", str(page.label), str(page.about), None, url=reverse(f"equipements:{page.url_name}"),
            exact=page.url_name == alone or stems(str(page.label)) == asked, group=_("Pages"),
        )
        for page in shown
    ]  # fmt: skip
