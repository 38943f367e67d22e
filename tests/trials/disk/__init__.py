"""The disk as SQLite meets it, for trials of power cuts and of full disks: watched, refused, played back."""
