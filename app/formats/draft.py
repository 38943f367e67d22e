"""A card while it is being read, and what it is called when all of it is known."""

from dataclasses import dataclass, field, replace

from app.formats.card import Address, Card, CardKind, Reach, ReachKind, SetAside
from app.formats.exact import completed
from app.formats.kinds import kind_and_label
from app.rules.names import display_name, split_name

NAMELESS = "The card has no name, company, e-mail address or phone number."

# A value with its rank (1 is the most preferred, 0 none) and the group of properties that it belongs to.
RankedReach = tuple[int, str, Reach]
RankedAddress = tuple[int, str, Address]


@dataclass(slots=True)
class Draft:
    name: str = ""
    prefix: str = ""
    given: str = ""
    additional: str = ""
    family: str = ""
    suffix: str = ""
    kind: CardKind | None = None
    nickname: str = ""
    organisation: str = ""
    unit: str = ""
    job_title: str = ""
    birthday: str = ""
    photo: bytes | None = None
    logo: bytes | None = None
    language: tuple[int, str] = (0, "")
    uid: str = ""
    created: str = ""
    revised: str = ""
    group: bool = False
    emails: list[RankedReach] = field(default_factory=list)
    phones: list[RankedReach] = field(default_factory=list)
    addresses: list[RankedAddress] = field(default_factory=list)
    links: list[RankedReach] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    printed_address: Address | None = None
    exact: str = ""
    own: dict[str, str] = field(default_factory=dict)

    def card(self, line: int, raw: str) -> Card | SetAside:
        """The finished card, or why it cannot come in."""
        made = self._card(line, raw)
        if isinstance(made, SetAside):
            return made
        made = replace(made, **self.own) if self.own else made  # type: ignore[arg-type]
        return completed(made, self.exact) or made if self.exact else made

    def _card(self, line: int, raw: str) -> Card | SetAside:
        if self.group:
            return SetAside(line, "The card is a list of members, not a person or a company.", raw)
        self._settle_kind_and_name()
        if not self.name:
            return SetAside(line, NAMELESS, raw)
        if self.printed_address and not self.addresses:
            self.addresses.append((0, "", self.printed_address))
        return Card(
            line,
            raw,
            self.kind or "person",
            self.name,
            self.prefix,
            self.given,
            self.additional,
            self.family,
            self.suffix,
            self.nickname,
            self.organisation,
            self.unit,
            self.job_title,
            self._reaches(self.emails),
            self._reaches(self.phones),
            _addresses(self.addresses, self.labels),
            self._reaches(self.links),
            self.birthday,
            "\n\n".join(self.notes),
            tuple(dict.fromkeys(self.tags)),
            self.photo or (self.logo if self.kind == "company" else None),
            self.language[1],
            self.uid,
            self.created,
            self.revised,
            tuple(self.extra),
        )

    def _settle_kind_and_name(self) -> None:
        parts = self.given or self.family
        if self.kind is None and self.organisation and not parts and self.name in ("", self.organisation):
            self.kind = "company"
        if self.kind == "company":
            self._name_company()
        elif parts:
            self._name_person()
        elif self.name:
            self._split_name()
        else:
            self.name = self.nickname or _first(self.emails) or _first(self.phones)

    def _name_company(self) -> None:
        if self.organisation and self.name and self.name != self.organisation:
            self.extra.append(f"FN:{self.name}")
        self.name = self.organisation or self.name or display_name(self.given, self.family)
        self.organisation = self.name

    def _name_person(self) -> None:
        if not self.given and not self.prefix and self.family.count(" ") and self.name in ("", self.family):
            self.name, self.family = self.family, ""
            self._split_name()
        elif not self.name or self.name == f"{self.family}, {self.given}":
            self.name = self._composed()

    def _split_name(self) -> None:
        self.prefix, self.given, self.additional, self.family, self.suffix = split_name(self.name)
        if self.name.startswith(f"{self.family},"):
            self.name = self._composed()

    def _composed(self) -> str:
        # The prefix is as often a form of address (Mr, Frau) as a title, and stands in its own field.
        return display_name(self.given, self.family, "", self.additional, self.suffix)

    def _reaches(self, found: list[RankedReach]) -> tuple[Reach, ...]:
        if self.labels:
            found = [(rank, group, _labelled(reach, self.labels.get(group, ""))) for rank, group, reach in found]
        best = _best(found)
        return tuple([replace(one[2], preferred=True) if place == best else one[2] for place, one in enumerate(found)])


def address_of_label(label: str, kind: ReachKind = "other") -> Address | None:
    """An address known only as it is printed on an envelope: its first line, and the rest."""
    first, *rest = [line.strip() for line in label.split("\n") if line.strip()] or [""]
    return Address(street=first, extra=", ".join(rest), kind=kind) if first else None


def _labelled(reach: Reach, label: str) -> Reach:
    if not label:
        return reach
    kind, own = kind_and_label(label)
    return replace(reach, kind=kind if kind != "other" else reach.kind, label=own)


def _addresses(found: list[RankedAddress], labels: dict[str, str]) -> tuple[Address, ...]:
    if labels:
        found = [(rank, group, _placed(address, labels.get(group, ""))) for rank, group, address in found]
    best = _best(found)
    return tuple([replace(one[2], preferred=True) if place == best else one[2] for place, one in enumerate(found)])


def _placed(address: Address, label: str) -> Address:
    kind = kind_and_label(label)[0]
    return replace(address, kind=kind) if kind != "other" else address


def _best(found: list[RankedReach] | list[RankedAddress]) -> int:
    """The place of the one that is preferred, -1 where none is."""
    best, lowest = -1, 101
    for place, one in enumerate(found):
        if 0 < one[0] < lowest:
            best, lowest = place, one[0]
    return best


def _first(found: list[RankedReach]) -> str:
    return found[0][2].value if found else ""
