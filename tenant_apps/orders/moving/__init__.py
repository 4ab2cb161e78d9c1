"""A client's services leave for another reseller, or come from one (REQUIREMENTS S5.17)."""
