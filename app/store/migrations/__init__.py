"""The steps by which a book reached its present shape."""
