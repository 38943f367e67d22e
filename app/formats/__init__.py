"""The formats of the world: bytes in, plain rows out, and back."""
