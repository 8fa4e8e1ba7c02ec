"""The rules of each process on one card, and the changes that people propose to them."""
