"""What makes the database's own functions: each pins where it looks for tables, so that nobody can put others there."""

from __future__ import annotations

from dataclasses import dataclass

PINNED = "public, pg_temp"


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the database with its owner's rights; `called` by the people, or only by others like it."""

    head: str
    """Its name and what it takes, as `me()`."""
    answers: str
    body: str
    called: bool = False
    kept: bool = False
    """Whether it belongs to the keeper of logins, not to the owner of the tables."""

    @property
    def made(self) -> str:
        """The statement that makes it, or makes it anew, with signs of per cent as the driver takes them."""
        steady = "" if self.answers in ("trigger", "void") or "TABLE" in self.answers else " STABLE"
        return (
            f"CREATE OR REPLACE FUNCTION {self.head} RETURNS {self.answers} LANGUAGE plpgsql{steady} SECURITY DEFINER"
            f" SET search_path = {PINNED} AS $body$ {self.body} $body$"
        ).replace("%", "%%")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger, named by what it guards, and when it calls which function."""

    name: str
    table: str
    when: str
    call: str

    @property
    def made(self) -> tuple[str, str]:
        """The statements that make it anew."""
        kind = "CONSTRAINT TRIGGER" if "DEFERRABLE" in self.when else "TRIGGER"
        when = self.when.format(table=self.table)
        return (
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE {kind} {self.name} {when} EXECUTE FUNCTION {self.call}",
        )
