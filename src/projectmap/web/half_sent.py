"""Drops requests that are never completed; uvicorn alone would wait for the rest for ever."""

from __future__ import annotations

from typing import Any
from weakref import ref

from uvicorn.protocols.http.auto import AutoHTTPProtocol

MAX_WAIT_S = 15.0
"""Seconds in which a request has to arrive; a page's is there at once."""


def drop_half_sent(protocol: Any = AutoHTTPProtocol, seconds: float = MAX_WAIT_S) -> None:
    """Close the server's connections that have sent no complete request in ``seconds``."""
    made = protocol.connection_made

    def connection_made(connection: Any, transport: Any) -> None:
        made(connection, transport)
        connection.loop.call_later(seconds, look, ref(connection), None)

    def look(known: ref[Any], answered: ref[Any] | None) -> None:
        connection: Any = known()
        if connection is None:
            return
        transport: Any = connection.transport
        last: Any = connection.cycle
        if transport.is_closing() or transport.get_protocol() is not connection:
            return  # it has ended, or has become a websocket
        # Where all is answered, the server itself ends a connection that says nothing.
        idle = last is None or last.response_complete
        if idle and last is (answered and answered()):
            transport.abort()
        else:
            connection.loop.call_later(seconds, look, known, ref(last) if last else None)

    protocol.connection_made = connection_made
