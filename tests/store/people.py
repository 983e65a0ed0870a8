"""Who does something in these tests."""

from __future__ import annotations

from projectmap.store import Person, Role

READER = Person("subject-0", "Reader of the tests", Role.READER)
EDITOR = Person("subject-1", "Editor of the tests", Role.EDITOR)
APPROVER = Person("subject-2", "Approver of the tests", Role.APPROVER)
