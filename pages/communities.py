"""All communities and their status on any date, or one community in full."""

from projectmap.ui import frame, places_view

context = frame.begin("communities")
places_view.draw(context)
frame.end(context, filtered=False)
