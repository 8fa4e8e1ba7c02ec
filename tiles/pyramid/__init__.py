"""The pyramid: any cell of any zoom, under any filter, counted at once and exactly.

Triggers write every arrival and departure of a public fiche into `tiles_entry`, and only ever insert: no writer waits
for another (`entries`). Each process holds them as numbers in Morton order (`columns`), and before each tile reads what
its last snapshot did not show (`image`): it counts what a SELECT would, to the last committed write. The map's filters
become masks (`choice`), and rows become clusters and pins (`cells`).
"""
