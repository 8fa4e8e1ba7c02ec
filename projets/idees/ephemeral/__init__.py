"""Ideas for a time: at their hour they leave the map and everything else, their words are erased, a count remains."""
