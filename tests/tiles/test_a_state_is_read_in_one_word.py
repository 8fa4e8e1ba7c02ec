"""A statement asked at every request goes under the driver's cursor, and is as sure as with it."""

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from tiles.database import one_row


@pytest.mark.django_db
def test_the_only_row_comes_as_text() -> None:
    assert one_row("essai_mots", "SELECT 44, 'Nantes', true") == ["44", "Nantes", "t"]


@pytest.mark.django_db
def test_it_is_prepared_once_and_sees_what_the_transaction_wrote() -> None:
    count = "SELECT count(*) FROM fiches_theme"
    before = one_row("essai_compte", count)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO fiches_theme (code, name, icon, \"order\") VALUES ('t', 'T', 'x', 9)")
        assert one_row("essai_compte", count) == [str(int(before[0]) + 1)]
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = 'essai_compte'")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_a_wrong_statement_is_said_as_django_says_it() -> None:
    with pytest.raises(DatabaseError, match="nulle_part"), transaction.atomic():
        one_row("essai_faux", "SELECT n FROM nulle_part")
    assert one_row("essai_faux", "SELECT 1") == ["1"]


@pytest.mark.django_db(transaction=True)
def test_a_server_that_went_away_is_asked_again_but_not_within_a_transaction() -> None:
    lost = "SELECT pg_backend_pid()"
    (before,) = one_row("essai_pid", lost)
    _end(before)
    (after,) = one_row("essai_pid", lost)
    assert after != before
    with pytest.raises(OperationalError), transaction.atomic():
        _end(after)
        one_row("essai_pid", lost)


def _end(pid: str) -> None:
    """Another session ends ours, as a restart of the server would."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 1000)", [int(pid)])
    finally:
        other.close()
