"""Records, places and figures as HTML, for the pages and for the plain list."""

from projectmap.html.about import about as about
from projectmap.html.common import (
    address as address,
    bullets as bullets,
    contact_line as contact_line,
    definition_list as definition_list,
    folded as folded,
    mail as mail,
    table_frame as table_frame,
)
from projectmap.html.figures import (
    count_line as count_line,
    donor_amounts as donor_amounts,
    figure_table as figure_table,
    key_figures as key_figures,
    legend as legend,
    status_line as status_line,
    unmapped_records as unmapped_records,
)
from projectmap.html.places import (
    partnership_count as partnership_count,
    partnership_details as partnership_details,
    partnership_list as partnership_list,
    partnership_table as partnership_table,
    place_details as place_details,
    place_facts as place_facts,
    unmapped_partnerships as unmapped_partnerships,
)
from projectmap.html.records import (
    column_table as column_table,
    record_details as record_details,
    record_table as record_table,
)
