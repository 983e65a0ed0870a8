"""Pure functions on a register: views, selections, status on a date, totals."""
