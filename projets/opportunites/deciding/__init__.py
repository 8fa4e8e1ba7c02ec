"""Deciding in the open: the decision sheet, its three notices, the questions put to it, the answers to each author."""
