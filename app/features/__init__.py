"""What people can do and see, one subject a file."""
