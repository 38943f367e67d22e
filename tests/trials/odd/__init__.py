"""The parts of the trial of odd input: texts, commands by reflection, questions, files, the watched child."""
