"""What keys are kept with. Each part is a standard's and a library's; this file says only which are put together.

A password wraps a private key: Argon2id (RFC 9106) makes of it the key of an AES-256-GCM box. A public key seals a
secret for whoever has its private half: HPKE (RFC 9180) with X25519, HKDF-SHA-256 and AES-256-GCM.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

KEY_BYTES: Final = 32
_SALT_BYTES, _NONCE_BYTES = 16, 12
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class Cost:
    """How hard it is to try a password: passes, memory in KiB, lanes. The default is RFC 9106's second choice."""

    passes: int = 3
    memory: int = 65_536
    lanes: int = 4

    def bearable(self) -> bool:
        """Whether a desk survives it: a planted keys file must neither hang one nor make guessing cheap."""
        return (
            LEAST.passes <= self.passes <= MOST.passes
            and max(LEAST.memory, 8 * self.lanes) <= self.memory <= MOST.memory
            and LEAST.lanes <= self.lanes <= MOST.lanes
        )


LEAST: Final = Cost(1, 8_192, 1)
MOST: Final = Cost(6, 262_144, 16)


class CannotOpen(Exception):
    """The password or the key does not fit, or what it should open was changed."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A secret under a password."""

    cost: Cost
    salt: bytes
    box: bytes


def wrap(secret: bytes, password: str, purpose: str, cost: Cost | None = None) -> Wrapped:
    """Put a secret under a password; `purpose` has to be said again to get it back."""
    cost, salt, nonce = cost or Cost(), os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    return Wrapped(
        cost, salt, nonce + AESGCM(_stretched(password, salt, cost)).encrypt(nonce, secret, purpose.encode())
    )


def unwrap(wrapped: Wrapped, password: str, purpose: str) -> bytes:
    """The secret under a password. Raises CannotOpen."""
    if not wrapped.cost.bearable() or len(wrapped.box) < _NONCE_BYTES:
        raise CannotOpen
    nonce, box = wrapped.box[:_NONCE_BYTES], wrapped.box[_NONCE_BYTES:]
    try:
        return AESGCM(_stretched(password, wrapped.salt, wrapped.cost)).decrypt(nonce, box, purpose.encode())
    except (InvalidTag, ValueError) as fault:
        raise CannotOpen from fault


def new_key() -> bytes:
    """32 random bytes: a data key, or the private half of a pair."""
    return os.urandom(KEY_BYTES)


def public_half(private: bytes) -> bytes:
    """The X25519 public key of a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(secret: bytes, public: bytes, purpose: str) -> bytes:
    """Close a secret up for whoever has the private half of this public key."""
    return _SUITE.encrypt(secret, X25519PublicKey.from_public_bytes(public), purpose.encode())


def unseal(sealed: bytes, private: bytes, purpose: str) -> bytes:
    """What was sealed for this private key's public half. Raises CannotOpen."""
    try:
        return _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), purpose.encode())
    except (InvalidTag, ValueError) as fault:
        raise CannotOpen from fault


def _stretched(password: str, salt: bytes, cost: Cost) -> bytes:
    """NFC, as RFC 8265 has it for passwords: the same keys typed on another computer give the same letters."""
    typed = normalize("NFC", password).encode()
    derivation = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory
    )
    return derivation.derive(typed)
