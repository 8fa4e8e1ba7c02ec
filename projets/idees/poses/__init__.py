"""The stickers of an idea as they were laid: read from the page, stored, moved with their idea, drawn again."""
