"""The look: tokens, style, fonts and icons."""
