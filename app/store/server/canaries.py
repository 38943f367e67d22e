"""Canaries on the server: who exports gets those that leave with it, and nobody lists which there are.

Who imports or reads the ledger learns of an address that they know already whether it is a canary's.
"""

from __future__ import annotations

from typing import Final

from app.rules.ways_out import CANARIES, HELD, WITH_CANARIES
from app.store.server.functions import Function

LEAVING: Final = (
    "SELECT c.id FROM canaries c WHERE NOT EXISTS (SELECT 1 FROM canary_ends e WHERE e.canary_id = c.id)"
    f" ORDER BY (SELECT count(*) FROM export_canaries x WHERE x.canary_id = c.id), random() LIMIT {CANARIES}"
)
"""Those that leave next: which left least often, so that which stand in a list tells more of when it left."""
_OURS = (
    "e.id = export AND e.user_id = me() AND NOT EXISTS (SELECT FROM export_ends d WHERE d.export_id = e.id)"
    f" AND e.customers >= {WITH_CANARIES} AND e.way <> '{HELD}'"
)

FUNCTIONS = (
    Function(
        "canaries_for(export bigint)",
        "TABLE (found canaries)",
        f"BEGIN IF NOT may('EXPORT') OR NOT EXISTS (SELECT FROM exports e WHERE {_OURS}) THEN RETURN; END IF;"
        " IF NOT EXISTS (SELECT FROM export_canaries t WHERE t.export_id = export) THEN"
        f" INSERT INTO export_canaries (export_id, canary_id) SELECT export, l.id FROM ({LEAVING}) AS l; END IF;"
        " RETURN QUERY SELECT k.* FROM canaries k JOIN export_canaries t ON t.canary_id = k.id"
        " WHERE t.export_id = export ORDER BY k.id; END",
        called=True,
    ),
    Function(
        "canaries_among(texts text[])",
        "SETOF text",
        "BEGIN IF may('IMPORT') OR may('SEE_LEDGER') THEN RETURN QUERY SELECT t FROM unnest(texts) AS t WHERE EXISTS"
        " (SELECT FROM canaries c WHERE c.uid = t OR (c.folded = t AND t <> '')); END IF; END",
        called=True,
    ),
)
