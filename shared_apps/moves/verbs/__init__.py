"""What happens to moves of clients."""
