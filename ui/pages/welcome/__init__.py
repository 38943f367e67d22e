"""Without a book: open one, make one, connect to a server, or look around in the sample company."""

from ui.pages.welcome.doors import BackupSaid, Doors, Entrance, SeenBackup
from ui.pages.welcome.page import WelcomePage

__all__ = ["BackupSaid", "Doors", "Entrance", "SeenBackup", "WelcomePage"]
