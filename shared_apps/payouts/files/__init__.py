"""Files for the bank and from it: pure reading and writing, no database."""
