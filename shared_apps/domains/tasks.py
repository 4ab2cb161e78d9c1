"""Agenda tasks of own domains."""
