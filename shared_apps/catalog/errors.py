"""What the catalogue refuses."""


class PricesOutOfOrder(ValueError):
    """Prices must satisfy 0 ≤ wholesale ≤ floor ≤ suggested ≤ ceiling, in one currency."""
