"""The packaged rules: one file per law, read when a destination first needs them, and kept; and an operator's own.

`GREENCARD_RULES` names a directory of own rules for a whole installation; they then stand beside the packaged ones.

The YAML files are the source of truth. Reading YAML is slow, so the same content stands once more in `snapshot.json`,
beside the SHA-256 of every file it was made from. A file whose bytes differ from what the snapshot was made from is
read as YAML: an old snapshot costs time and never an answer (docs/adr/0010).
"""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from greencard.adapters.packs.claims import claim_lexicon
from greencard.catalogue import FactKind, FactVocabulary
from greencard.errors import Place
from greencard.model.base import Value
from greencard.rules import Acts, Jurisdictions, RuleGroup, RulePack, Vocabulary
from greencard.rules.acts import Act, parse_acts
from greencard.rules.codes import BAD_PACK
from greencard.rules.codes_packs import NO_RULES, OWN_RULES_CLASH
from greencard.rules.entry import RuleFile, RuleTests
from greencard.rules.jurisdictions import parse_jurisdictions
from greencard.rules.pack import compiled_group
from greencard.rules.vocabulary import MAX_BYTES, converted, parse_kinds
from greencard.rules.vocabulary import FactKind as RuleFact

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

__all__ = [
    "RULES_FOLDER",
    "SNAPSHOT",
    "acts",
    "cases_of",
    "destinations",
    "fact_kinds",
    "fact_vocabulary",
    "joined_pack",
    "jurisdictions",
    "load_all",
    "load_directory",
    "load_pack",
    "own_folder",
    "own_pack",
    "own_tables",
    "packaged_files",
    "read_directory",
    "read_packaged",
    "snapshot",
    "vocabulary",
]

SNAPSHOT: Final = "snapshot.json"
_TABLES: Final = ("facts.yaml", "jurisdictions.yaml", "acts.yaml")
RULES_FOLDER: Final = "GREENCARD_RULES"
_OWN_FILES: Final = 2_000
"""Most files that are read from a person's own directory."""


class _Snapshot(Value, frozen=True, kw_only=True):
    """Everything the files say, tests apart, with the digest of each file."""

    schema: Literal["greencard/rules-snapshot/1"]
    digests: dict[str, str]
    facts: tuple[RuleFact, ...]
    jurisdictions: Jurisdictions
    acts: tuple[Act, ...]
    laws: dict[str, RuleFile]


def _folder() -> Traversable:
    return resources.files("greencard").joinpath("data", "rules")


def read_packaged(name: str) -> bytes:
    """Bytes of a packaged rule file or table."""
    return _folder().joinpath(*name.split("/")).read_bytes()


@lru_cache(maxsize=1)
def packaged_files() -> tuple[str, ...]:
    """Names of the packaged rule files, `<jurisdiction>/<law>.yaml`, sorted."""
    return tuple(
        sorted(
            f"{folder.name}/{file.name}"
            for folder in _folder().iterdir()
            if folder.is_dir()
            for file in folder.iterdir()
            if file.name.endswith(".yaml")
        )
    )


def snapshot() -> bytes:
    """The snapshot of the packaged files as they are now, one canonical document."""
    raw = {name: read_packaged(name) for name in (*_TABLES, *packaged_files())}
    content = _Snapshot(
        schema="greencard/rules-snapshot/1",
        digests={name: hashlib.sha256(data).hexdigest() for name, data in raw.items()},
        facts=parse_kinds(raw["facts.yaml"], "facts.yaml"),
        jurisdictions=parse_jurisdictions(raw["jurisdictions.yaml"]),
        acts=tuple(parse_acts(raw["acts.yaml"]).acts.values()),
        laws={name: _without_tests(converted(raw[name], RuleFile, name)) for name in packaged_files()},
    )
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def _without_tests(file: RuleFile) -> RuleFile:
    bare = tuple(msgspec.structs.replace(entry, tests=None) for entry in file.rules)
    return msgspec.structs.replace(file, rules=bare)


@lru_cache(maxsize=1)
def _kept() -> _Snapshot | None:
    """The snapshot that ships, or none where there is none or it is of another form."""
    try:
        return msgspec.json.decode(read_packaged(SNAPSHOT), type=_Snapshot)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _fresh(name: str) -> tuple[bytes, _Snapshot | None]:
    """Bytes of a file, and the snapshot if it was made from just these bytes."""
    raw, kept = read_packaged(name), _kept()
    same = kept is not None and kept.digests.get(name) == hashlib.sha256(raw).hexdigest()
    return raw, kept if same else None


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of facts."""
    raw, kept = _fresh("facts.yaml")
    kinds = parse_kinds(raw, "facts.yaml") if kept is None else kept.facts
    return Vocabulary(kinds, hashlib.sha256(raw).hexdigest())


@lru_cache(maxsize=1)
def fact_vocabulary() -> FactVocabulary:
    """The packaged vocabulary as a product file needs it."""
    return fact_kinds(vocabulary())


def fact_kinds(words: Vocabulary) -> FactVocabulary:
    """A vocabulary as a product file needs it: type, unit and codes of each fact."""
    return {
        kind.name: FactKind(kind.type, kind.unit, frozenset(kind.codes), kind.closed, kind.label.zh)
        for kind in words.kinds.values()
    }


@lru_cache(maxsize=1)
def jurisdictions() -> Jurisdictions:
    """Which law each destination is under."""
    raw, kept = _fresh("jurisdictions.yaml")
    return parse_jurisdictions(raw) if kept is None else kept.jurisdictions


@lru_cache(maxsize=1)
def acts() -> Acts:
    """The packaged register of acts on which rules wait."""
    raw, kept = _fresh("acts.yaml")
    return parse_acts(raw) if kept is None else Acts(kept.acts)


@lru_cache(maxsize=512)
def _group(name: str) -> RuleGroup:
    raw, kept = _fresh(name)
    content = converted(raw, RuleFile, name) if kept is None else kept.laws[name]
    return compiled_group(content, vocabulary(), name, acts())


@lru_cache(maxsize=128)
def _pack(names: tuple[str, ...]) -> RulePack:
    groups = [_group(name) for name in names]
    return RulePack(vocabulary(), jurisdictions(), groups, acts=acts(), lexicon=claim_lexicon())


def load_pack(destination: str) -> RulePack:
    """The rules a destination needs (an EU member: EU and member, with its subdivisions); none where none are held.

    Raises:
        InvalidInput: not an ISO 3166 code (GC-RUL-010).
    """
    chain = jurisdictions().chain(destination)
    wanted = {code.lower() for code in chain}
    below = f"{chain[-1].lower()}-"
    names = packaged_files()
    return _pack(tuple(name for name in names if (folder := name.split("/")[0]) in wanted or folder.startswith(below)))


def load_all() -> RulePack:
    """Every packaged rule, for answers about many destinations."""
    return _pack(packaged_files())


def destinations(own: RulePack | None = None) -> tuple[str, ...]:
    """Codes of the states and subdivisions for which rules are held, sorted; `own`: a pack with own rules."""
    if own is None:
        held, members = {name.split("/")[0].upper() for name in packaged_files()}, jurisdictions().eu_members
    else:
        held, members = {one.rule.jurisdiction for one in own.rules()}, own.jurisdictions.eu_members
    return tuple(sorted((held - {"EU"}) | set(members)))


def own_folder() -> Path | None:
    """The directory of own rules that `GREENCARD_RULES` names for this process; None where it names none."""
    folder = os.environ.get(RULES_FOLDER, "").strip()
    return Path(folder) if folder else None


def cases_of(rule_id: str, own: Path | None = None) -> RuleTests | None:
    """The tests that stand with a rule, read from its file; None where it has none or there is no such rule.

    Raises:
        InvalidInput: an own file that cannot be read (GC-RUL-005).
    """
    if own is not None:
        for name, raw in own_tables(read_directory(own))[3].items():
            for entry in converted(raw, RuleFile, name).rules:
                if entry.id == rule_id:
                    return entry.tests
    for name in packaged_files():
        raw = read_packaged(name)
        if f"- id: {rule_id}\n".encode() in raw:
            for entry in converted(raw, RuleFile, name).rules:
                if entry.id == rule_id:
                    return entry.tests
    return None


@lru_cache(maxsize=4)
def own_pack(folder: Path) -> RulePack:
    """The packaged rules with those of a directory, read once per process.

    Raises:
        InvalidInput: as `load_directory`.
    """
    return load_directory(folder)


def read_directory(folder: Path) -> dict[str, bytes]:
    """Rule files and tables of a person's own directory, by name as in the package; each of bounded size.

    Raises:
        InvalidInput: no rule files there (GC-RUL-024), or too many (GC-RUL-005).
    """
    found = sorted(path for path in (*folder.glob("*/*.yaml"), *(folder / name for name in _TABLES)) if path.is_file())
    if not any(path.parent != folder for path in found):
        raise NO_RULES.at(Place(file=str(folder)), folder=str(folder))
    if len(found) > _OWN_FILES:
        raise BAD_PACK.at(Place(file=str(folder)), problem=f"more than {_OWN_FILES} files")
    raw = {}
    for path in found:
        with path.open("rb") as file:
            raw[path.relative_to(folder).as_posix()] = file.read(MAX_BYTES + 1)
    return raw


def load_directory(folder: Path, *, alone: bool = False) -> RulePack:
    """The packaged rules with those of a person's own directory; `alone`: theirs only, over the packaged tables.

    Their `acts.yaml` adds to the register and says of packaged acts that they are in force; their
    `jurisdictions.yaml` adds names and places; their `facts.yaml` adds facts.

    Raises:
        InvalidInput: no rule files (GC-RUL-024), or a file that cannot be used (GC-RUL-001 to -006, -020 to -023).
    """
    return joined_pack(read_directory(folder), alone=alone)


def joined_pack(own: Mapping[str, bytes], *, alone: bool = False) -> RulePack:
    """As `load_directory`, from the bytes of the files."""
    words, table, register, laws = own_tables(own)
    groups = [compiled_group(converted(raw, RuleFile, name), words, name, register) for name, raw in laws.items()]
    shipped = [] if alone else [_under(name, words, register) for name in packaged_files()]
    return RulePack(words, table, [*shipped, *groups], acts=register, lexicon=claim_lexicon())


def own_tables(own: Mapping[str, bytes]) -> tuple[Vocabulary, Jurisdictions, Acts, dict[str, bytes]]:
    """The packaged tables with what a person's own add to them, and their rule files.

    Raises:
        InvalidInput: a table that cannot be read (GC-RUL-005), or a fact the vocabulary has already (GC-RUL-023).
    """
    words, table, register = vocabulary(), jurisdictions(), acts()
    if "facts.yaml" in own:
        words = _more_facts(words, own["facts.yaml"])
    if "jurisdictions.yaml" in own:
        table = table.joined(parse_jurisdictions(own["jurisdictions.yaml"]))
    if "acts.yaml" in own:
        register = register.joined(parse_acts(own["acts.yaml"]))
    return words, table, register, {name: raw for name, raw in own.items() if name not in _TABLES}


def _under(name: str, words: Vocabulary, register: Acts) -> RuleGroup:
    """A packaged file under an operator's vocabulary and register; the kept one where neither differs."""
    if words is vocabulary() and register is acts():
        return _group(name)
    raw, kept = _fresh(name)
    content = converted(raw, RuleFile, name) if kept is None else kept.laws[name]
    return compiled_group(content, words, name, register)


def _more_facts(words: Vocabulary, raw: bytes) -> Vocabulary:
    kinds = parse_kinds(raw, "facts.yaml")
    for kind in kinds:
        if kind.name in words.kinds:
            raise OWN_RULES_CLASH.at(Place(file="facts.yaml"), file="facts.yaml", name=kind.name)
    digest = hashlib.sha256(f"{words.digest}\n{hashlib.sha256(raw).hexdigest()}".encode()).hexdigest()
    return Vocabulary((*words.kinds.values(), *kinds), digest)
