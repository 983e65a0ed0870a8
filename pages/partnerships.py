"""Partnerships with both ends, their state and sources."""

from projectmap.export import html
from projectmap.ui import frame

context = frame.begin("partnerships")
shown = context.selection.partnerships
frame.show(html.partnership_count(context.register, shown, context.t))
frame.show(html.partnership_table(context.register, shown, context.view, context.t))
frame.end(context)
