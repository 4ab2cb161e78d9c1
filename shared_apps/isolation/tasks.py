"""Agenda tasks of the proof."""
