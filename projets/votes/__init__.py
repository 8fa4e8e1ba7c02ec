"""Ballots, rules and counts that anybody can do again from the file of the ballots."""
