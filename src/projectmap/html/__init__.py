"""Records, places and figures as HTML, for the pages and for the plain list."""

from projectmap.html.about import about
from projectmap.html.common import (
    address,
    definition_list,
    mail,
    table_frame,
)
from projectmap.html.figures import (
    count_line,
    donor_amounts,
    figure_table,
    key_figures,
    legend,
    status_line,
    unmapped_records,
)
from projectmap.html.places import (
    partnership_count,
    partnership_details,
    partnership_list,
    partnership_table,
    place_details,
    place_facts,
    unmapped_partnerships,
)
from projectmap.html.records import column_table, record_details, record_table

__all__ = [
    "about",
    "address",
    "column_table",
    "count_line",
    "definition_list",
    "donor_amounts",
    "figure_table",
    "key_figures",
    "legend",
    "mail",
    "partnership_count",
    "partnership_details",
    "partnership_list",
    "partnership_table",
    "place_details",
    "place_facts",
    "record_details",
    "record_table",
    "status_line",
    "table_frame",
    "unmapped_partnerships",
    "unmapped_records",
]
