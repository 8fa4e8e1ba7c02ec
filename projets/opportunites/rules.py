"""What the role « administration » may do with topics, besides what every admin page says."""

from carto.comptes.rules import let_administer

let_administer("opportunites", "exemple", "initiative")
