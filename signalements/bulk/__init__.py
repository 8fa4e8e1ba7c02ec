"""One action on many signalements."""
