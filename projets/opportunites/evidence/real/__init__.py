"""A real city from open files: what it reports, what it has voted; so that the published formula is read on facts."""
