"""Steps from one state of the tables to the next; Alembic takes them in their order."""
