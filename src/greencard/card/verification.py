"""Is this card genuine? One line per check, never one boolean, and never a pass for what could not be checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple, Protocol

import msgspec

from greencard.card.canonical import NOT_READABLE, canonical_bytes, jcs, read_document
from greencard.card.compact import decode_compact, verify_compact
from greencard.card.content import SHAPE, figures
from greencard.card.document import CARD_TYPES, CONTEXT_PATH, UNTP_CONTEXT, VCDM_CONTEXT, claimed_values
from greencard.card.essentials import CardEssentials, StatusListEssentials, brief
from greencard.card.keys import key_of_did, verification_method
from greencard.card.proof import check_proof, instant, proof_of, timestamp
from greencard.card.status import LIST_UNUSABLE, StatusPurpose, decode_list, status_bit
from greencard.card.verdicts import (
    EXPIRED,
    FIGURES_DIFFER,
    FILE_DIFFERS,
    ISSUER_UNKNOWN,
    KEY_NOT_ISSUERS,
    LOG_NOT_CHECKED,
    NOT_REACHED,
    NOT_YET_VALID,
    REVOKED,
    STATUS_NOT_CHECKED,
    SUPERSEDED,
    TEST_AND_REAL_MIXED,
    Check,
    CheckId,
    CheckState,
    Outcome,
    failed,
    passed,
    unchecked,
)
from greencard.errors import GreencardError
from greencard.model import IssuedCard, LogProof, Text, Value

__all__ = ["LogCheck", "Logged", "TrustedIssuer", "Verification", "encode_card", "verify"]


class Logged(Protocol):
    """A verified checkpoint, as `greencard.log.Checkpoint` is."""

    @property
    def origin(self) -> str:
        """Name of the log."""
        ...

    @property
    def size(self) -> int:
        """Entries of the log at that checkpoint."""
        ...


LogCheck = Callable[[str, bytes, datetime, LogProof], Logged]
"""Checks card id, digest, time of issue and proof against known log keys: `greencard.log.publication_check(keys)`.

It is handed in because `card` and `log` stand each on the ground floor alone.
"""


class TrustedIssuer(Value, frozen=True, kw_only=True):
    """An issuer this verifier vouches for: name, keys by verification method, whether it signs made-up data only."""

    name: Text
    keys: dict[str, bytes]
    test: bool | None = None
    """None: not known, and the rule about made-up data is not applied."""


class Verification(Value, frozen=True, kw_only=True):
    """The answer, with one line per check. Figures are given only where signature, key and issuer held."""

    outcome: Outcome
    checks: tuple[Check, ...]
    checked_at: datetime
    card_id: str = ""
    digest: str = ""
    issuer_id: str = ""
    issuer_name: Text = Text()
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    log_index: int | None = None
    log_size: int | None = None
    illustrative: bool = False
    figures: dict[str, str] = {}  # noqa: RUF012 - msgspec copies an empty default

    def check(self, check_id: CheckId) -> Check:
        """The line of a check."""
        return next(check for check in self.checks if check.id == check_id)


class _File(NamedTuple):
    """The credential and, where a whole card file was given, what stands around it."""

    document: dict[str, Any]
    issued: IssuedCard | None
    plain: bool
    """What `read_document` said of the whole, and so of every part."""


_ESSENTIAL: Final[tuple[CheckId, ...]] = ("readable", "shape", "issuer", "key", "signature", "figures", "log")
"""Without one of these, nothing is called genuine; status unchecked is shown but does not deny it."""


def encode_card(card: IssuedCard) -> bytes:
    """The card file as it is downloaded: canonical JSON of the issued card."""
    return jcs(msgspec.to_builtins(card))


def verify(
    data: bytes | IssuedCard,
    *,
    at: datetime,
    trusted: Mapping[str, bytes | TrustedIssuer],
    log_check: LogCheck | None = None,
    compact: bytes | None = None,
    status_lists: Sequence[bytes] = (),
    statuses: Mapping[int, str] | None = None,
) -> Verification:
    """Check a card, given as bytes (card file or bare credential) or as a value; bad bytes never raise.

    `trusted` maps issuer ids to a raw public key or a `TrustedIssuer`; `compact` is a GC1 code that should agree.
    Withdrawal is read from `status_lists` (signed status list credentials, as fetched) or, inside the issuer's own
    installation, from `statuses` (status index to `active`, `revoked`, `superseded`).

    Raises:
        InvalidInput: `at` has no time zone (GC-CRD-022), or a trusted key is none (GC-CRD-015).
    """
    timestamp(at)
    run = _Run(at, trusted)
    try:
        file = _open(data)
    except GreencardError as error:
        return run.answer(failed("readable", error), outcome="not_a_card")
    run.add(passed("readable"))
    card_types = file.document.get("type")
    if not isinstance(card_types, list) or CARD_TYPES[1] not in card_types:
        why = SHAPE.at(what="type GreenCard", what_zh="类型 GreenCard")
        return run.answer(failed("shape", why), outcome="not_a_card")
    run.shape(file)
    key = run.issuer_and_key(file.document)
    run.signature(file, key)
    run.figures(file.document, compact, key)
    run.validity(file.document)
    run.log(file, log_check)
    run.status(status_lists, statuses)
    return run.answer()


def _open(data: bytes | IssuedCard) -> _File:
    if isinstance(data, IssuedCard):
        data = encode_card(data)
    whole, plain = read_document(bytes(data))
    if "document" not in whole:
        return _File(whole, None, plain)
    try:
        issued = msgspec.convert(whole, IssuedCard)
    except msgspec.ValidationError as error:
        raise NOT_READABLE.at(what=brief(error), what_zh=brief(error)) from None
    if issued.issued_at.tzinfo is None:
        raise NOT_READABLE.at(what="issued_at has no zone", what_zh="issued_at 缺少时区")
    if msgspec.to_builtins(issued.issued_at) != whole["issued_at"]:
        # One instant has one spelling: RFC 3339 would also read a small t, and then two files were one card.
        raise NOT_READABLE.at(what="issued_at is not written as we write it", what_zh="issued_at 的写法不符")
    return _File(issued.document, issued, plain)


class _Run:
    """One verification in the making."""

    def __init__(self, at: datetime, trusted: Mapping[str, bytes | TrustedIssuer]) -> None:
        self.at = at
        self.trusted = trusted
        self.checks: list[Check] = []
        self.card: CardEssentials | None = None
        self.issuer: TrustedIssuer | None = None
        self.document: dict[str, Any] = {}
        self.digest = b""
        self.logged: tuple[int, int] | None = None

    def add(self, check: Check) -> None:
        self.checks.append(check)

    def state(self, check_id: CheckId) -> CheckState:
        return next((check.state for check in self.checks if check.id == check_id), "unchecked")

    def shape(self, file: _File) -> None:
        self.document = file.document
        self.digest = sha256(canonical_bytes(file.document, plain=file.plain)).digest()
        try:
            card = msgspec.convert(file.document, CardEssentials)
        except msgspec.ValidationError as error:
            return self.add(failed("shape", SHAPE.at(what=brief(error), what_zh=brief(error))))
        named = card.context[:2] == [VCDM_CONTEXT, UNTP_CONTEXT] and len(card.context) == len(CARD_TYPES)
        if not named or not card.context[-1].endswith(CONTEXT_PATH) or sorted(card.type) != sorted(CARD_TYPES):
            return self.add(failed("shape", SHAPE.at(what="@context or type", what_zh="@context 或 type")))
        if card.credential_status.status_purpose != "revocation" or card.green_card.refresh.status_purpose != "refresh":
            return self.add(failed("shape", SHAPE.at(what="status purpose", what_zh="状态用途")))
        if file.issued is not None and (file.issued.id, file.issued.digest) != (card.id, self.digest.hex()):
            return self.add(failed("shape", FILE_DIFFERS.at()))
        self.card = card
        return self.add(passed("shape"))

    def issuer_and_key(self, document: dict[str, Any]) -> bytes | None:
        """The key the card is to be checked with, where there is one."""
        named = document.get("issuer")
        issuer_id = named.get("id") if isinstance(named, dict) else named
        if not isinstance(issuer_id, str):
            self._not_reached("issuer", "key")
            return None
        known = self.trusted.get(issuer_id)
        if known is None:
            self.add(unchecked("issuer", ISSUER_UNKNOWN.at(issuer=issuer_id[:200])))
        else:
            self.issuer = known if isinstance(known, TrustedIssuer) else _bare(issuer_id, known, document)
            self._known_issuer()
        return self._key(issuer_id, document)

    def _known_issuer(self) -> None:
        issuer = self.issuer
        assert issuer is not None  # noqa: S101 - set by the only caller
        if self.card is not None and issuer.test is not None and issuer.test is not self.card.green_card.illustrative:
            self.add(failed("issuer", TEST_AND_REAL_MIXED.at()))
        else:
            self.add(passed("issuer", issuer=issuer.name.in_lang("en"), issuer_zh=issuer.name.in_lang("zh")))

    def _key(self, issuer_id: str, document: dict[str, Any]) -> bytes | None:
        try:
            method = proof_of(document)["verificationMethod"]
        except GreencardError as error:
            self.add(unchecked("key", error))
            return None
        if self.issuer is not None:
            key = self.issuer.keys.get(method)
        else:
            key = _own_key(issuer_id, method)
            if key is None and not issuer_id.startswith("did:key:"):
                self.add(unchecked("key", ISSUER_UNKNOWN.at(issuer=issuer_id[:200])))
                return None
        self.add(passed("key") if key is not None else failed("key", KEY_NOT_ISSUERS.at()))
        return key

    def signature(self, file: _File, key: bytes | None) -> None:
        try:
            proof = proof_of(file.document)
            if key is None:
                return self._not_reached("signature")
            check_proof(file.document, key, plain=file.plain)
        except GreencardError as error:
            return self.add(failed("signature", error))
        return self.add(passed("signature", created=str(proof.get("created", "?"))[:10]))

    def figures(self, document: dict[str, Any], compact: bytes | None, key: bytes | None) -> None:
        if self.card is None:
            return self._not_reached("figures")
        claimed: dict[str, set[tuple[float, str]]] = {}
        for claim in self.card.credential_subject.performance_claim:
            for performance in claim.claimed_performance:
                measure = performance.measure
                claimed.setdefault(performance.metric.id, set()).add((measure.value, measure.unit))
        for metric, (text, unit) in claimed_values(self.card.green_card).items():
            # Every claim of the metric counts: one that says something else is what another reader may take.
            if claimed.get(metric) != {(float(text), unit)}:
                return self.add(failed("figures", FIGURES_DIFFER.at(what=metric.rpartition("/")[2])))
        if compact is not None:
            try:
                code = decode_compact(compact) if key is None else verify_compact(compact, key)
            except GreencardError as error:
                return self.add(failed("figures", error))
            shown = figures(document)
            other = next((name for name, value in code.figures.items() if shown.get(name) != value), "")
            if other or code.card_digest != self.digest or code.issuer_id != self.card.issuer.id:
                return self.add(failed("figures", FIGURES_DIFFER.at(what=f"GC1 {other}".strip())))
        return self.add(passed("figures"))

    def validity(self, document: dict[str, Any]) -> None:
        if self.card is None:
            return self._not_reached("validity")
        start, until = self.card.valid_from, self.card.valid_until
        proof = document.get("proof")
        ends = instant(proof.get("expires")) if isinstance(proof, dict) else None
        if ends is not None:
            until = min(until, ends)
        days: dict[str, object] = {"start": start.date().isoformat(), "until": until.date().isoformat()}
        if self.at < start:
            return self.add(failed("validity", NOT_YET_VALID.at(start=days["start"])))
        if self.at >= until:
            return self.add(failed("validity", EXPIRED.at(until=days["until"])))
        return self.add(passed("validity", "", **days))

    def log(self, file: _File, log_check: LogCheck | None) -> None:
        if file.issued is None or file.issued.log is None:
            why = LOG_NOT_CHECKED.at(what="the file carries no proof of it", what_zh="文件未附日志证明")
            return self.add(unchecked("log", why))
        if log_check is None:
            why = LOG_NOT_CHECKED.at(what="no key of the log is at hand", what_zh="手头没有日志公钥")
            return self.add(unchecked("log", why))
        proof = file.issued.log
        try:
            head = log_check(file.issued.id, self.digest, file.issued.issued_at, proof)
        except GreencardError as error:
            return self.add(failed("log", error))
        self.logged = (proof.index, head.size)
        return self.add(passed("log", index=proof.index, size=head.size, origin=head.origin))

    def status(self, lists: Sequence[bytes], statuses: Mapping[int, str] | None) -> None:
        if self.card is None:
            return self._not_reached("status")
        entry = self.card.credential_status
        why: GreencardError = STATUS_NOT_CHECKED.at(address=entry.status_list_credential)
        bits: dict[StatusPurpose, bool] = {}
        # The store speaks of the cards of issuers known here; a stranger's card only has the same numbers.
        if statuses is not None and self.issuer is not None and entry.index in statuses:
            found = statuses[entry.index]
            bits = {"revocation": found == "revoked", "refresh": found == "superseded"}
        for data in lists:
            try:
                purpose, bit = self._bit(data)
                bits[purpose] = bit or bits.get(purpose, False)
            except GreencardError as error:
                # One unusable list must not hide what another says.
                why = error
        if bits.get("revocation") or bits.get("refresh"):
            return self.add(failed("status", (REVOKED if bits.get("revocation") else SUPERSEDED).at()))
        if "revocation" not in bits:
            return self.add(unchecked("status", why))
        when = self.at.isoformat(timespec="minutes")
        return self.add(passed("status", when=when) if "refresh" in bits else passed("status", "revocation", when=when))

    def _bit(self, data: bytes) -> tuple[StatusPurpose, bool]:
        """The card's bit in a fetched list, which must be its issuer's, current, and the one the card names."""
        assert self.card is not None  # noqa: S101 - checked by the only caller
        document, plain = read_document(data)
        try:
            found = msgspec.convert(document, StatusListEssentials)
        except msgspec.ValidationError as error:
            raise LIST_UNUSABLE.at(what=brief(error), what_zh=brief(error)) from None
        purpose = found.credential_subject.status_purpose
        entry = self.card.credential_status if purpose == "revocation" else self.card.green_card.refresh
        if found.id != entry.status_list_credential or found.issuer != self.card.issuer.id:
            raise LIST_UNUSABLE.at(what="not the list that the card names", what_zh="不是卡片所指的列表")
        if not found.valid_from <= self.at < found.valid_until:
            raise LIST_UNUSABLE.at(what="not current", what_zh="不是现行列表")
        method = proof_of(document)["verificationMethod"]
        key = self.issuer.keys.get(method) if self.issuer is not None else _own_key(found.issuer, method)
        if key is None:
            raise KEY_NOT_ISSUERS.at()
        check_proof(document, key, at=self.at, plain=plain)
        return purpose, status_bit(decode_list(found.credential_subject.encoded_list), entry.index)

    def _not_reached(self, *check_ids: CheckId) -> None:
        for check_id in check_ids:
            self.add(unchecked(check_id, NOT_REACHED.at()))

    def answer(self, last: Check | None = None, outcome: Outcome | None = None) -> Verification:
        if last is not None:
            self.add(last)
        reached = {check.id for check in self.checks}
        self._not_reached(*(check_id for check_id in _ORDER if check_id not in reached))
        card = self.card
        vouched = all(self.state(check_id) == "pass" for check_id in ("issuer", "key", "signature"))
        return Verification(
            outcome=outcome or self._outcome(),
            checks=tuple(self.checks),
            checked_at=self.at,
            card_id=card.id if card is not None else "",
            digest=self.digest.hex(),
            issuer_id=card.issuer.id if card is not None else "",
            issuer_name=self.issuer.name if self.issuer is not None else Text(),
            valid_from=card.valid_from if card is not None else None,
            valid_until=card.valid_until if card is not None else None,
            log_index=self.logged[0] if self.logged else None,
            log_size=self.logged[1] if self.logged else None,
            illustrative=card is not None and card.green_card.illustrative,
            figures=figures(self.document) if card is not None and vouched else {},
        )

    def _outcome(self) -> Outcome:
        if any(self.state(check_id) == "fail" for check_id in _ESSENTIAL):
            return "do_not_rely"
        if any(self.state(check_id) != "pass" for check_id in _ESSENTIAL[:-1]):
            return "could_not_check"
        if self.state("status") == "fail":
            return "withdrawn"
        if self.state("validity") == "fail":
            return "expired"
        return "genuine" if self.state("log") == "pass" else "could_not_check"


_ORDER: Final[tuple[CheckId, ...]] = (*_ESSENTIAL[:-1], "validity", "log", "status")


def _bare(issuer_id: str, key: bytes, document: dict[str, Any]) -> TrustedIssuer:
    """An issuer known by one key alone; its name is the one the (still unchecked) card gives."""
    named = document.get("issuer")
    name = named.get("name") if isinstance(named, dict) else None
    text = Text(en=name if isinstance(name, str) and name else issuer_id)
    return TrustedIssuer(name=text, keys={verification_method(issuer_id, key): key})


def _own_key(issuer_id: str, method: str) -> bytes | None:
    """The key of a did:key issuer, if `method` names it."""
    try:
        return key_of_did(issuer_id) if method == verification_method(issuer_id) else None
    except GreencardError:
        return None
