"""What happens to help articles."""
