"""The reusable widgets that every page is made of."""
