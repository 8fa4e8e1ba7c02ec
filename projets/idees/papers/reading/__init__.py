"""Reading a filled sheet from its photo: corners, code, stickers and strokes."""
