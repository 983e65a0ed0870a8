"""Records, places and figures as HTML, for the pages and for the plain list."""
