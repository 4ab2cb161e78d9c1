"""The hosted checkout page and its 3-D Secure challenge."""
