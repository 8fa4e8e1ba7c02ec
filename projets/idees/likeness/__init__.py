"""« Ceci existe déjà ? »: what is near and alike, before one publishes."""
