"""Figures of sales and services, in `public`, one row each."""
