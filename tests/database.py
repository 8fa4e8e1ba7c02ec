"""The tests' databases: migrated once for all the processes of a run, and emptied of what a committing test left.

The others wait while the first migrates: what Django draws again at each step is drawn where the step may have changed
it, which makes the same schema in half of the time.

Django's own flush truncates every table and makes the permissions again, 0.45 s after each of such tests; few of the
tables hold anything. What the product ships is read from its files once a process, then put back as it was.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.migrations.state import ProjectState
from django.db.models import Model
from django.test.testcases import TransactionTestCase
from pytest_django.plugin import blocking_manager_key

# What migrations make and no test changes: without it Django has to make it again.
KEPT: Final = {"django_content_type", "auth_permission", "django_migrations"}
MOST: Final = 4 << 20  # bytes in a table: above, TRUNCATE is quicker, and leaves no dead rows for the planner to count

SIZES: Final = """
SELECT relname, pg_relation_size(oid) FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname = ANY(%s)
  AND pg_relation_size(oid) > 0
"""
# The triggers do not run, the foreign keys are not checked: every table is emptied. Only a superuser may ask for it.
WITHOUT_TRIGGERS: Final = "SET LOCAL session_replication_role = replica"
# What the triggers on TRUNCATE would have done: entries in another file tell the processes that read them, and a
# version never comes back with another content.
VERSIONS: Final = """
WITH moved AS (DELETE FROM tiles_version RETURNING layer, n)
INSERT INTO tiles_version (layer, n) SELECT layer, sum(n) + 1 FROM (
    SELECT layer, n FROM moved
    UNION ALL SELECT unnest(ARRAY[
        'pyramid', 'signalement', 'idee', 'equipement', 'opportunite', 'territoires', 'rues']), 0
) AS each GROUP BY layer
"""


@contextmanager
def quick_emptying() -> Iterator[None]:
    """While it lasts, a test that commits is followed by `empty` instead of Django's flush, where the role may."""
    flush = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        if case.serialized_rollback or case.available_apps is not None or not may_skip_triggers() or not empty():
            flush(case)

    with patch.object(TransactionTestCase, "_fixture_teardown", teardown):
        yield


@cache
def may_skip_triggers() -> bool:
    """Whether the tests' role is a superuser, as it is in the project's own cluster."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone()[0]


def empty() -> bool:
    """Delete the rows of every table of Django's; False, with nothing done, when there is much to delete."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SIZES, [_tables()])
        sizes = dict(cursor.fetchall())
        if max(sizes.values(), default=0) > MOST:
            return False
        cursor.execute(WITHOUT_TRIGGERS)
        rows = [name for name in sizes if name not in {"tiles_entry", "tiles_version"}]
        cursor.execute(";".join([f'DELETE FROM "{name}"' for name in rows] + ["TRUNCATE tiles_entry", VERSIONS]))
    return True


@cache
def _tables() -> list[str]:
    """What Django's flush would truncate, less what need not be made again."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return sorted({model._meta.db_table for model in models} - KEPT)


@contextmanager
def one_model(config: pytest.Config) -> Iterator[None]:
    """While it lasts, the processes of one run copy their databases from a model that the first of them migrates."""
    run = getattr(config, "workerinput", {}).get("testrunuid")
    if run is None or config.getvalue("reuse_db"):
        yield
        return
    creation = connection.creation
    with patch.object(creation, "create_test_db", _copying(creation.create_test_db, run)):
        yield


def _copying(create: Callable[..., str], run: str) -> Callable[..., str]:
    def create_copy(*args: Any, **kwargs: Any) -> str:
        own, model = connection.creation._get_test_db_name(), model_name()
        with connection.creation._nodb_cursor() as cursor:
            # Held until this connection ends; whoever waits for it finds the model made.
            cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [model])
            if _made_for(cursor, model) != run:
                _make(model, create, args, kwargs)
                cursor.execute(f"COMMENT ON DATABASE \"{model}\" IS '{run}'")
            cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
            cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{model}"')
            cursor.execute(f'ALTER DATABASE "{own}" SET synchronous_commit = off')  # what a power cut would lose
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = own
        return own

    return create_copy


def model_name() -> str:
    """The database that those of the processes are copied from."""
    return f"test_{settings.DATABASES['default']['NAME'].removeprefix('test_')}_model"


def _made_for(cursor: Any, model: str) -> str:
    cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [model])
    return (cursor.fetchone() or ("",))[0]


# A table that was vacuumed while empty is thought to stay so: what a test then puts there within its transaction may be
# gone through row by row, for minutes. Nobody vacuums what lasts a quarter of an hour.
UNATTENDED = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', name);
    END LOOP;
END $$
"""


def _make(model: str, create: Callable[..., str], args: Any, kwargs: Any) -> None:
    """Migrate it, by Django's own way, and leave it: nothing may be connected to what is copied."""
    names = settings.DATABASES["default"]["NAME"], connection.settings_dict["NAME"]
    with patch.dict(connection.settings_dict["TEST"], {"NAME": model}), quick_migrations():
        create(*args, **kwargs)
        with connection.cursor() as cursor:
            cursor.execute(UNATTENDED)
    connection.close()
    settings.DATABASES["default"]["NAME"], connection.settings_dict["NAME"] = names


@contextmanager
def quick_migrations() -> Iterator[None]:
    """While it lasts, a step draws again the models next to the one that it changes, and not all that lead to it.

    Django does so itself for what touches no relation, and draws everything again before a migration's own Python.
    """
    find, swappable = ProjectState._find_reload_model, cache(Apps.get_swappable_settings_name.__wrapped__)

    def beside(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        return find(state, app_label, model_name, delay=True)

    def once(registry: Apps, name: str) -> str | None:
        return swappable(registry, name)

    once.cache_clear = lambda: None  # a setting, which no migration changes: Django forgets it at each model drawn
    collecting = gc.isenabled()
    gc.disable()  # thousands of classes that refer to each other, gone through again and again
    try:
        with (
            patch.object(ProjectState, "_find_reload_model", beside),
            patch.object(Apps, "get_swappable_settings_name", once),
        ):
            yield
    finally:
        if collecting:
            gc.enable()


def drop_model(config: pytest.Config) -> None:
    """At the end of a run of several processes, by the one that shares the tests out."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        return
    # A run whose tests need no database has none to ask.
    unblocked = config.stash[blocking_manager_key].unblock()
    with unblocked, suppress(OperationalError), connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{model_name()}"')


# What commands stored in empty tables, as JSON: by their names and the city that they were told of.
_shipped: dict[tuple[Path | None, tuple[str, ...]], dict[str, str]] = {}


def load_shipped(commands: tuple[str, ...], into: tuple[type[Model], ...]) -> None:
    """Fill tables with what these commands load; where something is there already, only they know what it becomes.

    `into`: all that they write to, those that others refer to first.
    """
    tables, asked = [model._meta.db_table for model in into], (settings.CARTO_CITY, commands)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' OR '.join(f'EXISTS (SELECT FROM {name})' for name in tables)}")
        empty_before = not cursor.fetchone()[0]
        if empty_before and asked in _shipped:
            for name, rows in _shipped[asked].items():
                cursor.execute(f"INSERT INTO {name} SELECT * FROM json_populate_recordset(NULL::{name}, %s)", [rows])
            return
        for command in commands:
            call_command(command, verbosity=0, stdout=StringIO())
        if empty_before:
            _shipped[asked] = {name: rows for name in tables if (rows := _rows(cursor, name))}


def _rows(cursor: Any, table: str) -> str | None:
    cursor.execute(f"SELECT json_agg(each)::text FROM {table} AS each")
    return cursor.fetchone()[0]
