"""An idea that grows from what is on the map already: place, theme and photos come along, the tone does not."""
