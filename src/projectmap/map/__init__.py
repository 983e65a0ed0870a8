"""The map: plain descriptions of what to draw, and the one module that imports folium."""
