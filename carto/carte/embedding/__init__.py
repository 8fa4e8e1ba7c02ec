"""Any view of the map inside somebody else's page: what such a page shows, and the lines that one copies for it."""
