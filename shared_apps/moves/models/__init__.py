"""A client that moves from one reseller to another, in `public`."""
