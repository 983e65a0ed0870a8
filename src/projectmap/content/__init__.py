"""What we say about a record, a partnership, a community, a status: plain trees of facts.

No HTML and no layout: each writer turns the trees into its format. ``record``, ``partnership``,
``community``, ``status`` and so on build them from a register and a language
(:class:`~projectmap.model.labels.Labels`).
"""

from projectmap.content.communities import CommunityContent, community, place
from projectmap.content.records import caution, counted_twice, partnership, record
from projectmap.content.sources import Sources, numbered
from projectmap.content.statuses import Status, StatusPeriod, history, status, status_of_record

__all__ = [
    "CommunityContent",
    "Sources",
    "Status",
    "StatusPeriod",
    "caution",
    "community",
    "counted_twice",
    "history",
    "numbered",
    "partnership",
    "place",
    "record",
    "status",
    "status_of_record",
]
