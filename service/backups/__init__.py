"""Backups of a SQLite database: taken while the service runs, compared and checked before they go back."""
