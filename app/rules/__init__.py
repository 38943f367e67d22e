"""The rules of the house: pure functions and tables, without a database."""
