"""Customers: added, changed, retired, found, listed, and the people at them."""
