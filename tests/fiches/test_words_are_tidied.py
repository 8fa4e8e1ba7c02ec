"""Words keep their meaning and lose what could trick a reader."""

from hypothesis import given
from hypothesis import strategies as st

from carto.text import tidy


def test_invisible_overrides_are_taken_out() -> None:
    assert tidy("trou \u202egnp.exe\u202c ici") == "trou gnp.exe ici"


def test_html_stays_text() -> None:
    assert tidy("<b>trou</b> & bosse") == "<b>trou</b> & bosse"


def test_lines_stay_but_stacks_of_blank_ones_do_not() -> None:
    assert tidy("un\r\n\r\n\r\n\r\ndeux  \rtrois") == "un\n\ndeux\ntrois"


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
