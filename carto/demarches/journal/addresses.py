"""The two addresses of a journal, under those of its process: each room includes them with its own key."""

from typing import Any

from django.urls import URLPattern, path

from carto.demarches.journal import views


def journal_paths(kind: str, key: str, prefix: str = "") -> list[URLPattern]:
    """`<key>/journal/` and `<key>/journal.atom`; `key` is a converter, as « slug » or « uuid »."""
    told: dict[str, Any] = {"kind": kind}
    return [
        path(f"<{key}:key>/journal/", views.page, told, name=f"{prefix}journal"),
        path(f"<{key}:key>/journal.atom", views.feed, told, name=f"{prefix}journal_feed"),
    ]
