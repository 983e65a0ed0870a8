"""All communities and their status on any date, or one community in full."""

from projectmap.ui import frame, handover, places_view

context = frame.begin("communities")
places_view.draw(context)
handover.draw(context)
frame.end(context, filtered=False)
