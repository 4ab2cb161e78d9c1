"""Reads of help articles."""
