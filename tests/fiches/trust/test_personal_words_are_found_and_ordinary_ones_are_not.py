"""What tells who somebody is gets marked; what a street report ordinarily says does not."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carto.fiches.trust.personal import find_personal, marked

# (sentence, what has to be found in it, in order)
TELLING = [
    ("Appelez-moi au 06 12 34 56 78.", ["06 12 34 56 78"]),
    ("mon tel 0612345678 merci", ["0612345678"]),
    ("06.12.34.56.78", ["06.12.34.56.78"]),
    ("06-12-34-56-78 le soir", ["06-12-34-56-78"]),
    ("Joignable au 02 40 11 22 33", ["02 40 11 22 33"]),
    ("0240112233", ["0240112233"]),
    ("+33 6 12 34 56 78", ["+33 6 12 34 56 78"]),
    ("+33612345678", ["+33612345678"]),
    ("+33 (0)6 12 34 56 78", ["+33 (0)6 12 34 56 78"]),
    ("0033 6 12 34 56 78", ["0033 6 12 34 56 78"]),
    ("06 123 456 78 ou 07 1234 5678", ["06 123 456 78", "07 1234 5678"]),
    ("Tél : 06 12 345 678", ["06 12 345 678"]),
    ("07\u00a012\u00a034\u00a056\u00a078", ["07\u00a012\u00a034\u00a056\u00a078"]),
    ("ring me +44 20 7946 0958", ["+44 20 7946 0958"]),
    ("0044 20 7946 0958", ["0044 20 7946 0958"]),
    ("+1 (415) 555-0132", ["+1 (415) 555-0132"]),
    ("+32 470 12 34 56 (Belgique)", ["+32 470 12 34 56"]),
    ("écrire à alice@exemple.fr", ["alice@exemple.fr"]),
    ("alice.leblanc+rue@mail.exemple.fr !", ["alice.leblanc+rue@mail.exemple.fr"]),
    ("alice (at) exemple.fr", ["alice (at) exemple.fr"]),
    ("alice[arobase]exemple[point]fr", ["alice[arobase]exemple[point]fr"]),
    ("alice arobase exemple point fr", ["alice arobase exemple point fr"]),
    ("ALICE@EXEMPLE.FR", ["ALICE@EXEMPLE.FR"]),
    ("IBAN FR76 3000 6000 0112 3456 7890 189", ["FR76 3000 6000 0112 3456 7890 189"]),
    ("FR7630006000011234567890189", ["FR7630006000011234567890189"]),
    ("DE89 3704 0044 0532 0130 00", ["DE89 3704 0044 0532 0130 00"]),
    ("ma sécu 1 85 05 44 109 042", ["1 85 05 44 109 042"]),
    ("n° 255081416802538", ["255081416802538"]),
    ("2 55 08 14 168 025 38", ["2 55 08 14 168 025 38"]),
    ("La voiture AB-123-CD bloque tout", ["AB-123-CD"]),
    ("une épave, AB 123 CD, depuis un mois", ["AB 123 CD"]),
    ("plaque ab123cd", ["ab123cd"]),
    ("le camion 1234 AB 44 est encore là", ["1234 AB 44"]),
    ("véhicule 123-ABC-44", ["123-ABC-44"]),
    ("M. Dupont AB-123-CD", ["M. Dupont", "AB-123-CD"]),
    ("C’est M. Dupont qui jette ses sacs", ["M. Dupont"]),
    ("c'est monsieur Dupont du 12", ["monsieur Dupont"]),
    ("Mme Le Goff se plaint", ["Mme Le Goff"]),
    ("Madame Martin-Petit au rez-de-chaussée", ["Madame Martin-Petit"]),
    ("Mlle Rose Durand", ["Mlle Rose Durand"]),
    ("Mr. Jean de La Fontaine", ["Mr. Jean de La Fontaine"]),
    ("le chien de M. Élie Nguyen aboie", ["M. Élie Nguyen"]),
    ("demandez au docteur Bernard du 2e", ["docteur Bernard"]),
    ("Me Lefèvre, avocat", ["Me Lefèvre"]),
    ("M. D'Alembert crie la nuit", ["M. D'Alembert"]),
    ("M Dupont, 1234 AB 44", ["M Dupont", "1234 AB 44"]),
    ("MADAME LEROY NE PAYE PAS", ["MADAME LEROY NE PAYE"]),
    ("06 12 34 56 78 ou alice@exemple.fr", ["06 12 34 56 78", "alice@exemple.fr"]),
]  # fmt: skip
ORDINARY = [
    "Arrêt de la ligne 2", "44000 Nantes", "Le C3 ne passe plus", "place Royale", "au 12 bis rue de Strasbourg",
    "entre le 10 et le 14", "un trou de 30 cm sur 20", "depuis le 01/02/2024", "le 01.02.2024 à 10.30",
    "de 8 h 30 à 12 h 30 et de 14 h à 18 h 30", "ouvert 9:00-12:00 14:00-18:00", "1 234,50 €", "coûte 12 000 000 €",
    "+12 000 000 € en dix ans", "Appelez le 17", "Le 18 et le 112 sont venus", "numéro vert 0 800 123 456",
    "0800 12 34 56", "08 00 12 34 56", "0 805 20 30 40", "Allô Nantes au 3900", "0 892 23 00 44", "composer le 15",
    "rue du Docteur Zamenhof", "devant l’école Madame de Sévigné", "avenue du Maréchal Foch", "quai de la Fosse",
    "l’arrêt Monsieur Vincent", "collège M. Berthelot", "boulevard du Docteur Schweitzer", "square Mme Curie",
    "Madame la maire, il faut agir", "Monsieur le Maire", "Bonjour Monsieur, le trou est revenu",
    "Madame, Monsieur, bonjour", "Monsieur Bricolage est à côté", "Mme la Présidente de Nantes Métropole",
    "bus n° 54 de 12 h 05", "lampadaire n° 4412-07", "borne 123456", "SIRET 212 440 109 00012", "-1.5562, 47.2166",
    "la cote NGF 12.50", "poteau A12-B34", "EN 12 464", "RAL 7016", "12 BIS 44", "route D 723 PR 12", "A844 sortie 33",
    "2 sacs et 3 cartons", "cassé @ l’entrée", "compte @nantesmetropole", "1,5 m x 2,20 m", "tram 1, 2 et 3",
    "M1, M2 et M3 sont éteints", "le parking P+R", "www.nantes.fr", "2026-11-26 10:15", "n° de dossier 2026-000123",
    "S-2026-000123", "S-2026-000123 déjà signalé", "entre 2019 et 2024 : 12 345 678 passages", "Voiture ventouse",
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "telling"), TELLING)
def test_what_tells_who_somebody_is_is_found(sentence: str, telling: list[str]) -> None:
    assert [sentence[each.start : each.end] for each in find_personal(sentence)] == telling


@pytest.mark.parametrize("sentence", ORDINARY)
def test_ordinary_words_are_left_alone(sentence: str) -> None:
    assert [sentence[each.start : each.end] for each in find_personal(sentence)] == []


def test_there_are_enough_phrases_for_this_to_mean_something() -> None:
    assert len(TELLING) + len(ORDINARY) >= 80


@given(st.text(st.sampled_from("0612345678 .-+()@AZabé:/M.'\n"), max_size=80))
def test_nothing_is_lost_when_a_text_is_cut_into_marked_pieces(text: str) -> None:
    assert "".join(piece for piece, _sort in marked(text)) == text
    spans = [(each.start, each.end) for each in find_personal(text)]
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@pytest.mark.parametrize(
    "text", ["0" * 4000, "M. " * 1300, "a." * 2000, "06 " * 1300, "A1 " * 1300, "rue de la " * 400]
)
def test_a_hostile_text_is_read_at_once(text: str) -> None:
    assert isinstance(find_personal(text), list)
