"""From phase to phase: meetings, calls for expertise, trials, and the gate that residents and service open."""
