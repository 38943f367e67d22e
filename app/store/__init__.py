"""The databases a book can live in, and their manners."""
