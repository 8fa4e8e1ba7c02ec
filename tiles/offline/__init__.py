"""A view as one HTML file that opens with the network cut: our own vectors under it, Leaflet within."""
