"""What must be known about the status of territories on a date: pages and columns say it."""

from __future__ import annotations

from datetime import date

from projectmap.i18n import N_
from projectmap.model.labels import Labels


def edition_notice(labels: Labels) -> str:
    """Says that the List is known only up to its edition."""
    text = N_("Based on the List as amended to {edition}; later amendments are not included.")
    return labels.t(text, edition=labels.t.day(labels.register.edition))


def hindsight_notice(labels: Labels) -> str:
    """Says that for dates before the order the status is as the order records it."""
    made, edition = map(labels.t.day, (labels.register.act_date, labels.register.edition))
    return labels.t(
        "The order was issued on {made}; for earlier dates the status is as recorded in its "
        "version of {edition}.", made=made, edition=edition,
    )  # fmt: skip


def notices(labels: Labels, day: date) -> tuple[str, ...]:
    """What must be known about the status of territories on ``day``."""
    t, register = labels.t, labels.register
    found = [edition_notice(labels)]
    if day > register.edition:
        later = t("This date is later than the List version: the last listed status is shown.")
        found.append(later)
    if day < register.act_date:
        found.append(hindsight_notice(labels))
    return tuple(found)
