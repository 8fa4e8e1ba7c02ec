"""Paper sheets: printed, filled with a pen, photographed, read, confirmed."""
