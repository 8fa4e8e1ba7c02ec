"""The open journal of a topic: its history as a diary that one reads from the first day on."""
