"""What the role « administration » may do with facilities and public money, besides what every admin page says."""

from carto.comptes.rules import let_administer

let_administer("equipements", "competence", "elu", "organisme")
