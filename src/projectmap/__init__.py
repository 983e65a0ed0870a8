"""projectmap: an interactive map of territorial projects of Luhansk oblast."""

__version__ = "0.1.0"
