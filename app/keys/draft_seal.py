"""What makes drafts of an encrypted book unreadable to all but the user who typed them, with the book open.

The key comes of the first signing key that the firm had, which stands in the encrypted book alone: it outlasts another
password, other keys of the book and the recovery key, so that no draft is lost with these.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.keys.sealing import KEY_BYTES

_NONCE_BYTES: Final = 12


class DraftSeal:
    """Of one user of one book."""

    def __init__(self, signing: bytes, user_id: int) -> None:
        self.whose = f"user {user_id}"
        info = f"housebook drafts of {self.whose}".encode()
        self._box = AESGCM(HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(signing))

    def close(self, data: bytes) -> str:
        """The data, sealed."""
        nonce = os.urandom(_NONCE_BYTES)
        return b64encode(nonce + self._box.encrypt(nonce, data, None)).decode()

    def open(self, sealed: str) -> bytes | None:
        """What was sealed; nothing where it is another user's, or was changed."""
        try:
            box = b64decode(sealed, validate=True)
            return self._box.decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], None)
        except (InvalidTag, ValueError):
            return None
