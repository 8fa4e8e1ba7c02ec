"""What the apps declare to the ground, which names what stands on it as strings alone; read by the settings."""

# The layers, in drawing order. Adding one is a `Layer` object and a line here.
COUCHES: list[str] = [
    "signalements.layers.SIGNALEMENTS",
    "projets.idees.layers.IDEES",
    "projets.equipements.layers.EQUIPEMENTS",
    "projets.opportunites.layers.OPPORTUNITES",
]

# Counts the fiches that a view's filters keep: a city has too many of them for a page to count them one by one.
COMPTEUR = "tiles.pyramid.counts"
# The layers in which people write: what an analysis of contributions is of.
CONTRIBUTIONS = ("signalements", "idees", "opportunites")
# Called with the code of a territory ("" for everywhere): (age in words, people asked, voices that told it) of what was
# chosen together, since neither a report nor an idea asks for an age.
AGES = ["projets.opportunites.choosing.heard.heard_by_age"]
# Told of every line of a fiche's history, in the same transaction: who follows it hears of it, other systems too.
ANNONCEURS = [
    "carto.alertes.announcing",
    "signalements.hooks.announcing",
    "carto.fiches.growing.announcing",
    "projets.idees.inbox.announcing",
    "projets.idees.ephemeral.announcing",
]
# Functions that say whether a fiche's gestures are counted by a roll of its own (carto.fiches.voices.rolls).
EMARGEMENTS = ["projets.idees.campagnes.roll.roll_of"]
# Acts of moderation on what is no fiche, for the public register (carto.fiches.moderation.register.sources).
ACTES = [
    "projets.idees.calques.register.ACTES_DE_CALQUES",
    "projets.equipements.questions.register.ACTES_DE_DEMANDES",
]
ASKED = "carto.alertes.announcing.asked"  # told of each question asked under a name: who asks hears of the answer
# What rooms add to the search of the map (`carto.carte.finding.Finder` objects).
CHERCHEURS = ["projets.equipements.finding.answers.MONEY", "projets.opportunites.deciding.finding.DECISIONS"]
# What the site says to everybody on its map (dotted path of a function without arguments).
ANNONCES = "signalements.desk.notices.said_everywhere"
# Called with fiches and a day: what they have on the calendar (`carto.alertes.places.agenda.Dated`) from that day on.
AGENDAS = ["projets.equipements.works.agenda.agenda", "projets.opportunites.agenda.agenda"]
# Called with a place (SRID 4326): the works there that are not over, said in the forms that add a fiche.
TRAVAUX = "projets.equipements.works.notices.planned_at"
# What rooms say of a place on its one page: figures (`carto.carte.one_page.Figure`), what is open (`Open`), each given
# the territory; and who answers at a point (SRID 4326).
CHIFFRES = ["projets.equipements.figures.poster.figures"]
PARTICIPER = [
    "projets.opportunites.choosing.open_here.open_here",
    "projets.idees.campagnes.open_here.open_here",
    "projets.budgets.open_here.open_here",
]
RESPONSABLES = "projets.equipements.directory.finding.in_charge_at"
# Called with a window of days: what overlaps it on the calendar of the whole city (`carto.demarches.agenda.entries`).
CALENDRIERS = [
    "projets.idees.campagnes.calendar.calendar",
    "projets.budgets.calendar.calendar",
    "projets.equipements.works.agenda.calendar",
    "projets.equipements.deliberations.calendar.calendar",
    "projets.opportunites.calendar.calendar",
    "carto.demarches.agenda.juries.calendar",
]
# Called with somebody who is erased, before their account goes: what no account points to (carto.demarches.person).
OUBLIS = [
    "signalements.forgetting.forget",
    "projets.idees.forgetting.forget",
    "projets.idees.spoken.forgetting.forget",
    "projets.opportunites.phases.tables.forgetting.forget",
    "projets.opportunites.gates.forgetting.forget",
    "projets.budgets.forgetting.forget",
]
# Called without arguments: who sits where (`carto.demarches.agenda.bodies.Body`), on the map of that calendar.
INSTANCES = ["projets.opportunites.referents.bodies.referents", "projets.opportunites.referents.bodies.initiatives"]
# Called once somebody is erased for good: what lies outside of the database is made again without them.
EFFACES = ["carto.ouvert.dumps.erasing.make_again"]
# The card of rules of each sort of process: called with its key and whoever reads (carto.demarches.rules.process).
REGLES = {
    "campagne": "projets.idees.campagnes.rule_card.card",
    "budget": "projets.budgets.rule_card.card",
    "consultation": "projets.opportunites.rule_card.poll",
    "sujet": "projets.opportunites.rule_card.topic",
}
# Called with an SVG (bytes) and how many pixels one of its own makes: the same drawing as a PNG.
GRAVEUR = "tiles.image.raster.to_png"
# What happened in each sort of process, line by line: called with its key (carto.demarches.journal.lines).
JOURNAUX = {
    "campagne": "projets.idees.campagnes.diary.journal",
    "budget": "projets.budgets.diary.journal",
    "consultation": "projets.opportunites.diary.poll",
    "sujet": "projets.opportunites.diary.topic",
}
