"""Own addresses of the server: health, map data, assets, downloads, the plain list, page heads."""
