"""Ballots in files: the `.pb` format of Pabulib (pabulib.org), read, checked and written."""
