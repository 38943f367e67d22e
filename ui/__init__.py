"""The screens: the desktop window and the command line."""
