"""What happens to the figures."""
