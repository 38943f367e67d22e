"""The parts of the trial of odd input: texts, commands by reflection, files and their mutations, the watched child."""
