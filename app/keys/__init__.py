"""Who can open an encrypted book, and with what: the keys file beside it, passwords, and the printed recovery key."""
