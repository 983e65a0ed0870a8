"""The one door to files: read, validate, and hand out an immutable register."""
