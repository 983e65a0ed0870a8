"""The dossier of a community as files to print and to edit."""
