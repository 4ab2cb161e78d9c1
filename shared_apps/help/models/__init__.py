"""Help articles, in `public`."""
