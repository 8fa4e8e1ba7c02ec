"""The demonstration's public money: invented, told to be, and taken away whole (content/argent/README.md)."""
