"""The core of Housebook: what it knows and can do. No Qt, no printing, no argv."""
