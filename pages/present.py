"""The shown view with nothing around it: for a screen at a partner forum."""

from projectmap.ui import frame, map_view

context = frame.begin("present")
map_view.counts(context)
map_view.draw(context)
frame.end(context, filtered=False)
