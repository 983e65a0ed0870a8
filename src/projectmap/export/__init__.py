"""Downloads: a view of the register as the bytes of a file."""
