"""What the administration sets here beside the superusers: the palette."""

from carto.comptes.rules import let_administer

let_administer("idees", "autocollant")
