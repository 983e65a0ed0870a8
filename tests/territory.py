"""The made-up territory of the tests: codes, and where its places are.

It is a strip of three square communities in two raions; everything is called a test,
so that nobody takes it for data. From west to east:

======= ======= ============================ ==================================================
raion   code    settlements                  the List
======= ======= ============================ ==================================================
WEST    NORTH   N1, N2, N3 (no point)        N1: possible hostilities from 2022-02-24, occupied
                                             from 2022-05-01
WEST    MIDDLE  M1, M2                       active hostilities from 2022-02-24, occupied from
                                             2022-03-05
EAST    SOUTH   S1 (outside, excepted), S2   the raion is occupied from 2014-04-07
======= ======= ============================ ==================================================
"""

from __future__ import annotations

from collections.abc import Mapping

WEST, EAST = "UA99020000000000001", "UA99040000000000002"
NORTH, MIDDLE, SOUTH = "UA99020010000000011", "UA99020030000000012", "UA99040010000000013"
N1, N2, N3 = "UA99020010010000111", "UA99020010020000112", "UA99020010030000113"
M1, M2 = "UA99020030010000121", "UA99020030020000122"
S1, S2 = "UA99040010010000131", "UA99040010020000132"
POINTS: Mapping[str, tuple[float, float] | None] = {
    N1: (38.05, 48.05),
    N2: (38.02, 48.02),
    N3: None,
    M1: (38.15, 48.05),
    M2: (38.12, 48.08),
    S1: (38.35, 48.05),
    S2: (38.25, 48.05),
}
HOMES = {N1: NORTH, N2: NORTH, N3: NORTH, M1: MIDDLE, M2: MIDDLE, S1: SOUTH, S2: SOUTH}
