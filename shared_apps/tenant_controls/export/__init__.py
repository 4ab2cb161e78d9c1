"""Everything of one tenant as a ZIP: which tables, which fields, how it is read and written."""
