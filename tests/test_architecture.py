"""The house rules that a machine can check: ceilings, arrows, rooms for SQL, words. CONTRIBUTING says why."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
ROOMS = ("carto", "signalements", "projets", "tiles")
SQL_ROOMS = {"querysets", "mvt", "pyramid", "loaders", "evidence", "exports", "migrations"}
CEILINGS = {"function": 30, "file": 300, "template": 80, "module": 150}
STATEMENT = re.compile(
    r"\b(SELECT\s+[^.]{1,300}\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|COPY\s+\w+\s*\(|CREATE\s+(TABLE|INDEX|TRIGGER|FUNCTION)\s)",
    re.DOTALL,
)


def _files(pattern: str) -> Iterator[Path]:
    for room in ROOMS:
        yield from (path for path in sorted((ROOT / room).rglob(pattern)) if "__pycache__" not in path.parts)


def _said(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its decorators and docstring: prose is not what the ceiling is about."""
    told = function.body[0] if ast.get_docstring(function) is not None else None
    return function.end_lineno - function.lineno + 1 - (told.end_lineno - told.lineno + 1 if told else 0)


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_functions_stay_short() -> None:
    too_long = [
        f"{_said(path)}:{function.lineno} {function.name} ({_length(function)})"
        for path in _files("*.py")
        if "migrations" not in path.parts
        for function in _functions(path)
        if _length(function) > CEILINGS["function"]
    ]
    assert too_long == []


@pytest.mark.parametrize(("pattern", "kind"), [("*.py", "file"), ("*.html", "template"), ("*.js", "module")])
def test_files_stay_short(pattern: str, kind: str) -> None:
    too_long = [
        f"{_said(path)} ({_lines(path)})"
        for path in _files(pattern)
        if "migrations" not in path.parts and _lines(path) > CEILINGS[kind]
    ]
    assert too_long == []


def test_public_functions_and_classes_say_what_they_are_for() -> None:
    silent = []
    for path in _files("*.py"):
        if "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            named = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            framework = isinstance(node, ast.ClassDef) and node.name.endswith(("Config", "Command"))
            if named and not framework and ast.get_docstring(node) is None:
                silent.append(f"{_said(path)}:{node.lineno} {node.name}")
    assert silent == []


def test_sql_is_written_only_in_the_rooms_named_for_it() -> None:
    strays = []
    for path in _files("*.py"):
        if SQL_ROOMS & {*path.parts, path.stem}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and STATEMENT.search(node.value):
                strays.append(f"{_said(path)}:{node.lineno}")
    assert strays == []


def test_no_room_is_called_by_a_name_that_says_nothing() -> None:
    names = {"utils", "helpers", "signals", "common", "misc"}
    assert [_said(path) for path in _files("*.py") if path.stem in names or names & set(path.parts)] == []


def test_no_behaviour_hides_in_save() -> None:
    hidden = [
        f"{_said(path)}:{function.lineno}"
        for pattern in ("models.py", "models/*.py")
        for path in _files(pattern)
        for function in _functions(path)
        if function.name in {"save", "delete"}
    ]
    assert hidden == []


def test_no_text_of_a_person_skips_escaping() -> None:
    unsafe = re.compile(
        r"\|safe\b|\{% autoescape off|mark_safe|insertAdjacentHTML|\.innerHTML|\.outerHTML|document\.write"
    )
    letters = re.compile(r"/email/\w+\.txt$")  # plain-text mail: escaping would show &amp; to people
    strays = [
        f"{_said(path)}: {found.group()}"
        for pattern in ("*.py", "*.html", "*.js", "*.txt")
        for path in _files(pattern)
        if not letters.search(_said(path))
        for found in unsafe.finditer(path.read_text(encoding="utf-8"))
    ]
    assert strays == []


def test_pages_hold_no_inline_script_or_handler() -> None:
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"(application/json|importmap)\")[^>]*>|\son\w+=\"|\sstyle=\""
    )
    strays = [
        f"{_said(path)}: {found.group()[:60]}"
        for path in _files("*.html")
        if path.name != "500.html"
        for found in inline.finditer(path.read_text(encoding="utf-8"))
    ]
    assert strays == []


def test_verbose_names_are_lower_case_french() -> None:
    loud = [
        f"{model.__name__}: {name}"
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ROOMS
        for name in (str(model._meta.verbose_name), str(model._meta.verbose_name_plural))
        if name[:1].isupper() and not name.isupper()
    ]
    assert loud == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_arrows_point_one_way() -> None:
    done = subprocess.run(["lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_repository_holds_no_address_of_a_registry() -> None:
    listed = (ROOT / "package-lock.json").read_text() + "".join(
        (ROOT / name).read_text() for name in ("requirements.txt", "requirements-test.txt")
    )
    assert re.findall(r"--(?:extra-)?index-url|\"resolved\"|\.tgz|/simple\b", listed) == []
