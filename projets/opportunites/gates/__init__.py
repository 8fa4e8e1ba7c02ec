"""From one phase to the next: meetings, the gate that two sides open, the method, calls, trials."""
