"""The parts of the trial of clocks: another time and another zone for the whole program."""
