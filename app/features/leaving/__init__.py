"""Leaving: the gate through which customers leave the book, the requests for it, and the ledger of what left."""

from app.features.leaving.asking import AskApproval
from app.features.leaving.canaries import AddCanary, CanaryLine, RemoveCanary, canaries
from app.features.leaving.canary_finding import FoundCanaries, FoundCanary, canaries_found
from app.features.leaving.cards import leaving_cards, leaving_width
from app.features.leaving.finding import FoundExport, Traces, found_in_ledger, traces_of
from app.features.leaving.gate import LetOut, NoteEnd, Permit
from app.features.leaving.ledger import (
    ExportCount,
    LedgerFilter,
    LedgerLine,
    ledger,
    ledger_counts,
    ledger_lines,
    marked_so,
)
from app.features.leaving.lines import CustomerLine, leaving_lines
from app.features.leaving.requests import AnswerRequest, Requested, RequestLine, count_waiting, requested, requests

__all__ = [
    "AddCanary",
    "AnswerRequest",
    "AskApproval",
    "CanaryLine",
    "CustomerLine",
    "ExportCount",
    "FoundCanaries",
    "FoundCanary",
    "FoundExport",
    "LedgerFilter",
    "LedgerLine",
    "LetOut",
    "NoteEnd",
    "Permit",
    "RemoveCanary",
    "RequestLine",
    "Requested",
    "Traces",
    "canaries",
    "canaries_found",
    "count_waiting",
    "found_in_ledger",
    "leaving_cards",
    "leaving_lines",
    "leaving_width",
    "ledger",
    "ledger_counts",
    "ledger_lines",
    "marked_so",
    "requested",
    "requests",
    "traces_of",
]  # fmt: skip
