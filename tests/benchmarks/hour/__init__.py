"""An hour at the window: the real one, without a screen, driven by its keys; a program of its own, so that its memory
is what a person's window would hold."""
