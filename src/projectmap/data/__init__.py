"""Reads and validates data files and hands out an immutable register."""
