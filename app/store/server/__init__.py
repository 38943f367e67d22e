"""A book on a server that was prepared for it: roles and rights that the database itself enforces."""
