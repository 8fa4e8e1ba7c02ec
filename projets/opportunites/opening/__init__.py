"""The opening sheet, and the phases that it opens: nothing begins before it says what can be decided."""
