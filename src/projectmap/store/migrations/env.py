"""Alembic's way in: the connection comes from :mod:`projectmap.store.engine`."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
