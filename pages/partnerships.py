"""Partnerships with both ends, their state and sources."""

from projectmap.export import html
from projectmap.markup import element
from projectmap.ui import frame

context = frame.begin("partnerships")
register, t, shown = context.register, context.t, context.selection.partnerships
frame.show(
    element(
        "div",
        element("strong", t.number(len(shown))),
        " ",
        t.plural("of {n} partnership", "of {n} partnerships", len(register.partnerships)),
        class_="count-line",
    )
)
told_twice = sum(item.counted_with_project for item in shown)
if told_twice:
    frame.show(
        element(
            "p",
            t.plural(
                "{n} of them tells the same facts as a record of the register: count it once.",
                "{n} of them tell the same facts as records of the register: count each once.",
                told_twice,
            ),
            class_="muted",
        )
    )
frame.show(
    element(
        "p",
        t("Partnerships answer to the filters by sector, community, period, country and words."),
        class_="muted",
    )
)
frame.show(html.partnership_table(register, shown, context.view, t))
frame.end(context)
