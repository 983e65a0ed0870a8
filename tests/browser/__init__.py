"""Whole journeys through the running app in a real Chromium.

A package, so that browser and servers end with its last test: while Playwright's synchronous
interface is open, no other test of the same thread could start an event loop.
"""
