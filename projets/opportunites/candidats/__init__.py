"""Candidates for everybody: their order and their map, moved by the reader’s own weights; « pourquoi ici ? »."""
