"""The log: one line an event, with time (UTC), level, id and message.

The id is what a reader was shown beside an error; ``-`` where nobody was. A traceback follows its
line, indented: no text from outside can begin a line.
"""

from __future__ import annotations

import logging
import secrets
import time
from typing import Any


class Lines(logging.Formatter):
    """Writes events; what cannot be seen, line ends too, is written as its code."""

    converter = time.gmtime  # type: ignore[assignment]  # as Python documents it

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(id)s %(message)s",
            "%Y-%m-%dT%H:%M:%SZ",
            defaults={"id": "-"},
        )

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - not our name
        """The line."""
        return _visible(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - not our name
        """The traceback, indented."""
        lines = super().formatException(ei).split("\n")
        return "\n".join(f"  {_visible(line)}" for line in lines)


def _visible(text: str) -> str:
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )


def start() -> None:
    """Write our events, and the server's, to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    for name in ("projectmap", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.INFO)


def failure(logger: logging.Logger, what: str, error: BaseException) -> str:
    """Log an error that nobody expected; returns its id, to be shown to the reader."""
    ident = secrets.token_hex(4)
    logger.error("%s", what, exc_info=error, extra={"id": ident})
    return ident
