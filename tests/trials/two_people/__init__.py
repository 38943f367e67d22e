"""Two people at one book: what the book must hold, worked out beside it in plain dictionaries."""
