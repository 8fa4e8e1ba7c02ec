"""Readers of the open schemas of public money: budgets, contracts, grants, deliberations, works, uses, purchases."""
