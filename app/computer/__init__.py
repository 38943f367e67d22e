"""This computer: its places and its own small memory."""
