"""Following a place: a street, a territory, a circle or a drawn area, and what one wants to hear of it."""
