"""Where the data comes from, what it lacks, how answers are made."""

from projectmap.export import html
from projectmap.ui import frame

context = frame.begin("about")
frame.show(html.about(context.register, context.t))
frame.end(context, filtered=False)
