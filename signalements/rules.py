"""What the administration sets here beside the superusers: categories, notices, keys of programs, other servers."""

from carto.comptes.rules import let_administer

let_administer("signalements", "categorie", "question", "annonce", "apikey", "remoteserver", "remotecode")
