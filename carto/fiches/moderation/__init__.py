"""One desk for every kind of fiche: what waits for a person, what was decided and by which rule, and the reply."""
