"""Clients out of a spreadsheet: read, matched to fields, tried out row by row, written, and taken back."""
