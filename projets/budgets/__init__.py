"""Participatory budgets: envelopes, projects on one ballot, winners that anybody can work out again."""
