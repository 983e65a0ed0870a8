"""Published snapshots in a PostgreSQL database, for machines without a shared disk.

The database is asked seldom, in a separate thread: nobody waits for it, and while it is away
the last good state stays.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from projectmap.data.snapshot import MARK, Contents, Folder, Snapshot, mark_of

ASK_EVERY_S = 5.0
CONNECT_WITHIN_S = 5
ANSWER_WITHIN_S = 30
_VERSION = "SELECT version FROM published ORDER BY id DESC LIMIT 1"
_FILES = (
    "SELECT f.name, b.content FROM snapshot_files f JOIN blobs b ON b.digest = f.digest"
    " WHERE f.version = %s"
)


class Database:
    """What the store at ``address`` (``postgresql://…``) has published."""

    name = "PostgreSQL"

    def __init__(self, address: str) -> None:
        self._address = address.replace("postgresql+psycopg://", "postgresql://", 1)
        self._asking = threading.Lock()
        self._asked = float("-inf")
        self._known: Hashable = None
        self._error: OSError | None = None

    def state(self) -> Hashable:
        """The name of the snapshot that is published, as of the last few seconds.

        Raises :class:`OSError` where the database cannot be reached or has none.
        """
        if self._known is None:
            self._ask()
        elif time.monotonic() - self._asked >= ASK_EVERY_S and not self._asking.locked():
            threading.Thread(target=self._ask, daemon=True).start()
        if self._error is not None:
            raise self._error
        return self._known

    def contents(self) -> Contents:
        """The files of the published snapshot; raises :class:`OSError` as :meth:`state` does."""
        with _connected(self._address) as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            version = self._published(connection)
            rows = connection.execute(_FILES, (version,)).fetchall()
        files = {name: bytes(content) for name, content in rows}
        mark = mark_of(files.pop(MARK))
        return Contents(files, mark=mark)

    def _ask(self) -> None:
        with self._asking:
            if time.monotonic() - self._asked < ASK_EVERY_S:
                return
            try:
                with _connected(self._address) as connection:
                    self._known = self._published(connection)
                self._error = None
            except OSError as error:
                self._error = error
            self._asked = time.monotonic()

    def _published(self, connection: Any) -> str:
        row = connection.execute(_VERSION).fetchone()
        if row is None:
            raise OSError("the database has no published snapshot")
        version: str = row[0]
        return version


def snapshot_at(place: Path | str) -> Snapshot:
    """The public data at ``place``: a folder, or the address of a database."""
    return Folder(place) if isinstance(place, Path) else Database(place)


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """A connection for one question; whatever the driver raises becomes :class:`OSError`."""
    # Only here: who publishes into a folder needs no driver.
    import psycopg  # noqa: PLC0415

    try:
        connection = psycopg.connect(
            address,
            connect_timeout=CONNECT_WITHIN_S,
            options=f"-c statement_timeout={ANSWER_WITHIN_S}s",
            tcp_user_timeout=ANSWER_WITHIN_S * 1000,
            autocommit=True,
        )
        with closing(connection):
            yield connection
    except psycopg.Error as error:
        raise _without_details(error) from error


def _without_details(error: BaseException) -> OSError:
    """What readers may know: where the database is and who asks it stays in the log."""
    return OSError(f"the database cannot be asked ({type(error).__name__})")
