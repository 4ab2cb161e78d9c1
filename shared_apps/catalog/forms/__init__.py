"""What staff of the operator type about the catalogue."""
