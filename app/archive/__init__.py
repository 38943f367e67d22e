"""The archive that a backup is: what stands in it and in which order, its seal and its signature. It knows no book."""
