"""What we say about a record, a partnership, a community, a status: plain trees of facts.

No HTML and no layout: each writer turns the trees into its format. ``record``, ``partnership``,
``community``, ``status`` and so on build them from a register and a language
(:class:`~projectmap.model.labels.Labels`).
"""

from projectmap.content.communities import (
    CommunityContent as CommunityContent,
    community as community,
    place as place,
)
from projectmap.content.records import (
    caution as caution,
    counted_twice as counted_twice,
    partnership as partnership,
    record as record,
)
from projectmap.content.sources import Sources as Sources, numbered as numbered
from projectmap.content.statuses import (
    Status as Status,
    StatusPeriod as StatusPeriod,
    history as history,
    status as status,
    status_of_record as status_of_record,
)
