"""Desks that write without pause on one book until they are killed, and what each was told to be saved."""
