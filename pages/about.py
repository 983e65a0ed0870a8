"""Where the data comes from, what it lacks, how answers are made."""

from projectmap import html
from projectmap.config import settings
from projectmap.content import charts
from projectmap.query.select import select
from projectmap.query.view import View
from projectmap.ui import downloads, frame

context = frame.begin("about")
register, t = context.register, context.t
everything = select(register, View())
known = charts.figure("completeness", register, everything, context.view, t)
frame.show(html.about(register, t, settings().contact, html.figure_table(known, t)))
downloads.draw(context)
frame.end(context, filtered=False)
