"""What lies on the map, counted by place and theme: the numbers behind each candidate, and what they weigh.

`compute_candidates` counts everything, `refresh` what a change touches; both by the same statements (`querysets`), so
they find the same numbers. `rows_of` says what stands behind one of them, `announced` what one fiche adds to a score.
"""
