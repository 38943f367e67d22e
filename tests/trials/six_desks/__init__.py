"""Six desks that append to lists and read them, each in a process of its own; and whether what they saw can be true."""
