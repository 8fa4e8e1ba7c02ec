"""What everybody may say of a fiche, in five kinds: a question, an opinion, for, against, a source.

A topic that is worked on together has three more, in its threads: what one observes, its causes, what could be done.
"""
