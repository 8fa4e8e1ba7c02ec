"""What everybody may say of a fiche, in five kinds: a question, an opinion, for, against, a source."""
