"""The plan schématique: a base map authored in readable text, for machines without an OpenStreetMap extract."""

from tiles.basemap.plan.compile import compile_plan
from tiles.basemap.plan.plan import Feature, Plan, Territory, read_plan
from tiles.basemap.plan.source import PlanError

__all__ = ["Feature", "Plan", "PlanError", "Territory", "compile_plan", "read_plan"]
