"""The programs that the rows about the window start: the real one, and bare ones beside it; each prints JSON."""
