"""A document's lines become the paragraphs that a person would see: words mended, heads and feet of pages left out."""

from hypothesis import given
from hypothesis import strategies as st

from projets.equipements.deliberations.paragraphs import LONGEST, MOST, cut

FIRST = """Ville de Nantes – Conseil municipal
Séance du 6 février 2026
PISCINE LÉO-LAGRANGE
La piscine accueille chaque année près de deux cent mille bai-
gneurs, dont les classes de vingt-deux écoles. Sa toiture fuit
depuis plusieurs hivers.
Vu le code général des collectivités territoriales ;
Considérant le diagnostic de la charpente, qui conclut à un rem-
placement de la couverture et des verrières du grand bassin, ce
Page 1 sur 2"""
SECOND = """Ville de Nantes – Conseil municipal
qui permet de garder ouvert le petit bassin de la piscine Léo-
Lagrange ;
Après en avoir délibéré, le conseil :
- approuve le programme ;
- autorise le maire à signer, peut-
être avant l’été.
Page 2 sur 2"""


def test_the_paragraphs_of_a_page_are_those_that_one_sees() -> None:
    texts = [text for _page, text in cut([FIRST, SECOND])]
    assert "PISCINE LÉO-LAGRANGE" in texts
    assert (
        "La piscine accueille chaque année près de deux cent mille baigneurs, dont les classes de vingt-deux écoles. "
        "Sa toiture fuit depuis plusieurs hivers." in texts
    )
    assert "Vu le code général des collectivités territoriales ;" in texts
    assert "- approuve le programme ;" in texts


def test_a_sentence_that_a_page_cuts_is_one_and_keeps_the_hyphens_that_are_its_own() -> None:
    found = cut([FIRST, SECOND])
    [(page, sentence)] = [each for each in found if each[1].startswith("Considérant")]
    assert page == 1
    assert "un remplacement de la couverture" in sentence
    assert "piscine Léo-Lagrange ;" in sentence


def test_what_is_printed_on_every_page_is_said_by_none() -> None:
    texts = " ".join(text for _page, text in cut([FIRST, SECOND]))
    assert "Conseil municipal" not in texts
    assert "sur 2" not in texts


def test_a_long_paragraph_is_cut_at_the_end_of_a_sentence() -> None:
    parts = [text for _page, text in cut(["Une phrase assez longue pour compter. " * 300])]
    assert len(parts) > 1
    assert all(len(part) <= LONGEST and part.endswith(".") for part in parts)


def test_nothing_gives_nothing() -> None:
    assert cut([]) == cut(["", "  \n \n"]) == []


@given(st.lists(st.text(max_size=400), max_size=6))
def test_whatever_a_page_holds_paragraphs_are_in_order_and_of_a_size(pages: list[str]) -> None:
    found = cut(pages)
    assert len(found) <= MOST
    assert [page for page, _text in found] == sorted(page for page, _text in found)
    assert all(text.strip() and len(text) <= LONGEST and "\x00" not in text for _page, text in found)
