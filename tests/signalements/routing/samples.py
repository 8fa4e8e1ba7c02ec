"""Rules in one line each."""

from typing import Any

from carto.comptes.models import Crew, Service
from signalements.models import Categorie, RoutingRule
from tests.signalements.samples import load_content


def content() -> None:
    """The categories that the product ships, without its rules."""
    if not Categorie.objects.exists():
        load_content()
    RoutingRule.objects.all().delete()


def service(code: str) -> Service:
    """One of the shipped services."""
    return Service.objects.get(code=code)


def crew(code: str, of: str) -> Crew:
    """A crew, made once."""
    return Crew.objects.get_or_create(code=code, defaults={"name": f"Équipe {code}", "service": service(of)})[0]


def rule(name: str, to: str, *codes: str, **fields: Any) -> RoutingRule:
    """A rule after those that are there, for these categories (codes)."""
    fields = {"order": RoutingRule.objects.count(), "service": service(to)} | fields
    made = RoutingRule.objects.create(name=name, **fields)
    made.categories.set(Categorie.objects.filter(code__in=codes))
    return made
