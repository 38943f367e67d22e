"""What an encrypted book knows itself of the keys beside it. It leaves the book with nobody's undoing, so no journal
tells of it."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Row


class KeyHalf(Row):
    """The public half of a slot that the program itself wrote into the keys file; user 0: the recovery key's.

    Whoever can sign the keys file can put another half there; a new data key is sealed for none but these.
    """

    __tablename__ = "key_halves"

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    public: Mapped[bytes]


class FormerKey(Row):
    """The private half of a key that the firm signed with before; the first one is what drafts are sealed with.

    `taken` is set from when the book has another one until its keys file is signed with that.
    """

    __tablename__ = "former_keys"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    signing: Mapped[bytes]
    taken: Mapped[bool]
