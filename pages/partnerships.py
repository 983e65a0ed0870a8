"""Partnerships with both ends, on a map of Europe and in a list."""

from projectmap.ui import frame, partners_view

context = frame.begin("partnerships")
partners_view.draw(context)
frame.end(context, partnerships=True)
