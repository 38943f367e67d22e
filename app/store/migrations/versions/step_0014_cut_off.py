"""On a prepared server: who is locked out is cut off first, and the ledger takes no line that is not so."""

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing in the tables that all books have; what a prepared one has besides is made anew after each step."""
