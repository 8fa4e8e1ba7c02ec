"""What the administration sets here beside the superusers: the themes."""

from carto.comptes.rules import let_administer

let_administer("fiches", "theme")
