"""Alembic's way in: the connection comes from :mod:`projectmap.store.engine`."""

from alembic import context

from projectmap.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
