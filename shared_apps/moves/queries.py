"""Reads of moves of clients."""
