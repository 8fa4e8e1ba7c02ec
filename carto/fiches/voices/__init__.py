"""One gesture about a fiche: « moi aussi », « toujours là », « c’est réparé ». Once per person, undoable."""
