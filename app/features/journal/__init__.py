"""The journal: who changed what, when, and what it was before; and the proof that nobody rewrote it."""
