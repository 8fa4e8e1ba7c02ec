"""Dream mode: a time without cost, feasibility or « contre »; then a landing, for the dreams whose authors want one."""
