"""The shown view and the stories, for a screen at a partner forum; files to hand over."""

from projectmap.ui import downloads, frame, map_view

context = frame.begin("present")
with map_view.line():
    map_view.counts(context)
downloads.present(context)
frame.end(context)
