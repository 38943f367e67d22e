"""The journal's proof as a query."""

from app.proof import Verified, verify

__all__ = ["Verified", "verify"]
