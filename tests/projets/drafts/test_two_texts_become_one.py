"""Two hands, one text: whatever each put in is there afterwards, merged or side by side."""

from hypothesis import given
from hypothesis import strategies as st

from projets.idees.drafts.merging import Merged, changes, merge, words

BASE = "Un banc à l’ombre du tilleul, pour souffler avant la côte.\n\nOn y pose son panier."
PLAIN = st.sampled_from(["un", "banc", "à", "l’ombre", "du", "tilleul,", "pour", "la", "côte.", "\n\nOn"])


def _plain(merged: Merged) -> str:
    assert not merged.overlaps
    return str(merged)


def test_changes_at_two_places_are_brought_together() -> None:
    mine = BASE.replace("Un banc", "Deux bancs")
    theirs = BASE.replace("son panier", "son panier, ou son vélo")
    both = _plain(merge(BASE, mine, theirs))
    assert both == mine.replace("son panier", "son panier, ou son vélo")


def test_where_one_takes_out_what_the_other_is_writing_at_both_are_kept() -> None:
    merged = merge("a b c d", "a b x c d", "a c d")
    assert str(merged) == "a⟦ b x⟧⟦⟧ c d"


def test_the_same_change_by_both_is_made_once() -> None:
    assert _plain(merge("un banc", "un grand banc", "un grand banc")) == "un grand banc"


def test_two_words_at_one_place_stand_side_by_side() -> None:
    merged = merge("un banc", "un grand banc", "un petit banc")
    assert merged.overlaps
    assert "⟦ grand⟧⟦ petit⟧" in str(merged)


def test_one_who_only_reads_changes_nothing() -> None:
    assert _plain(merge(BASE, BASE, BASE + " Et un arbre.")) == BASE + " Et un arbre."


@given(st.text())
def test_the_words_of_a_text_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text


@st.composite
def _edits(draw: st.DrawFn) -> tuple[str, list[str], list[str]]:
    """A text, and what two people made of it: words of their own put in, some of its own taken out."""
    base = draw(st.lists(PLAIN, max_size=30))
    made = []
    for name in ("m", "t"):
        text = [word for word in base if draw(st.integers(0, 5))]
        for rank in range(draw(st.integers(0, 6))):
            text.insert(draw(st.integers(0, len(text))), f"{name}{rank}")
        made.append(text)
    return " ".join(base), *made


@given(_edits())
def test_no_word_that_somebody_put_in_is_ever_lost(edits: tuple[str, list[str], list[str]]) -> None:
    base, mine, theirs = edits
    merged = str(merge(base, " ".join(mine), " ".join(theirs))).replace("⟦", " ").replace("⟧", " ").split()
    for text in (mine, theirs):
        for word in text:
            if word[0] in "mt" and word[1:].isdigit():
                assert merged.count(word) == 1


@given(_edits())
def test_the_changes_told_are_the_two_texts(edits: tuple[str, list[str], list[str]]) -> None:
    before, after = " ".join(edits[1]), " ".join(edits[2])
    told = changes(before, after)
    assert "".join(text for kind, text in told if kind != "added") == before
    assert "".join(text for kind, text in told if kind != "removed") == after
