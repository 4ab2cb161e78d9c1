"""A shop's own terms and privacy pages, written in Markdown by its staff."""
