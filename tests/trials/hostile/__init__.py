"""The parts of the trial of hostile text: the texts, a book full of them, the window, and what looks at it."""
