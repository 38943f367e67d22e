"""What somebody tries past the program, with a bare connection and the login they have."""
