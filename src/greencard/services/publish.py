"""Issue a card: say it, sign it, enter it into the log, all in one transaction."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from greencard.card import build_document, did_key, parse_document, product_path, secured_bytes, verification_method
from greencard.errors import NotVerified, Refused, declare
from greencard.log import (
    append_nodes,
    commitment,
    inclusion_path,
    leaf_hash,
    log_proof,
    root,
    sign_checkpoint,
    verify_inclusion,
)
from greencard.model import Assessment, IssuedCard, LogProof, Text, Value
from greencard.ports import CardRecord, Keys, StoreSession
from greencard.services.settings import ISSUER_KEY, LOG_KEY, TEST_ISSUER_KEY, Settings

if TYPE_CHECKING:
    from datetime import datetime

    from greencard.card import StatusPurpose

__all__ = ["Issuer", "enter_log", "issue", "issuer_for", "log_name", "status_list_url"]

SELF_CHECK = declare(
    "GC-SVC-001",
    NotVerified,
    en="The log's own check before signing failed at entry {index}; nothing was signed or stored.",
    zh="日志在签名前的自检于第 {index} 条失败；未签名，也未保存任何内容。",
    remedy_en="Stop the server, keep the data directory as it is and check the disk; then report this.",
    remedy_zh="请停止服务，保持数据目录原样并检查磁盘，然后报告此问题。",
)
OTHER_LOG = declare(
    "GC-SVC-008",
    Refused,
    en="The log of this store is {found}, and the key here is that of {name}; nothing was signed or stored.",
    zh="此数据存储的日志为 {found}，而本机密钥属于 {name}；未签名，也未保存任何内容。",
    remedy_en="Restore the keys that belong to this store, and give every machine that shares it the same ones; if "
    "they are lost, begin a new store: a log keeps one key for ever, or nobody could check it.",
    remedy_zh="请恢复与此数据存储对应的密钥，共用该存储的每台机器须使用相同密钥；若密钥已丢失，请另建新的数据存储："
    "一个日志始终使用同一密钥，否则无人能够核验。",
)

_SALT_BYTES = 16


class Issuer(Value, frozen=True, kw_only=True):
    """Who signs: key name in the key store, identifier in the document, name shown to people."""

    key: str
    id: str
    name: Text
    public_key: bytes
    test: bool
    """Signs made-up data, and nothing else."""


def issuer_for(*, illustrative: bool, keys: Keys, settings: Settings) -> Issuer:
    """The issuer of a card: made-up data are signed by the test issuer, always."""
    key = TEST_ISSUER_KEY if illustrative else ISSUER_KEY
    public = keys.public_key(key)
    name = settings.test_issuer_name if illustrative else settings.issuer_name
    return Issuer(key=key, id=did_key(public), name=name, public_key=public, test=illustrative)


def log_name(keys: Keys) -> str:
    """Origin of this installation's log (C2SP tlog-checkpoint): bound to its key, so two logs never share a name."""
    return f"greencard-log/{hashlib.sha256(keys.public_key(LOG_KEY)).hexdigest()[:16]}"


def status_list_url(settings: Settings, purpose: StatusPurpose, *, test: bool) -> str:
    """Where the status list of a purpose is found; the test issuer signs lists of its own."""
    return f"{settings.base_url}/status/{'test/' if test else ''}{purpose}"


def enter_log(session: StoreSession, keys: Keys, entry: bytes, salt: bytes) -> LogProof:
    """Append one entry, prove it, and sign the new checkpoint.

    Before the key signs, the root is computed a second time along the inclusion path from the entry's bytes: a hash
    that went wrong in memory between the two would make the log unusable for ever, so then nothing is signed.

    Raises:
        Refused: the log was signed by another key than the one here (GC-SVC-008).
        NotVerified: the two roots differ (GC-SVC-001).
    """
    log, name = session.log, log_name(keys)
    newest = log.checkpoint()
    if newest is not None and newest.partition("\n")[0] != name:
        raise OTHER_LOG.at(found=ascii(newest.partition("\n")[0])[:80], name=name)
    size = log.size()
    digest = leaf_hash(entry)
    index = log.append([entry], append_nodes(size, [digest], log.nodes))
    new_root = root(index + 1, log.nodes)
    path = inclusion_path(index, index + 1, log.nodes)
    if not verify_inclusion(leaf_hash(log.entry(index)), index, index + 1, path, new_root):
        raise SELF_CHECK.at(index=index)
    note = sign_checkpoint(
        name, index + 1, new_root, public_key=keys.public_key(LOG_KEY), sign=lambda message: keys.sign(LOG_KEY, message)
    )
    log.save_checkpoint(index + 1, note)
    return log_proof(index, index + 1, salt, path, note)


def issue(  # noqa: PLR0917 - each is a different thing, named at the call
    session: StoreSession,
    keys: Keys,
    settings: Settings,
    assessment: Assessment,
    product_version: int,
    now: datetime,
    party: str,
) -> CardRecord:
    """Sign the assessment as a card, enter it into the log and store it; asked again, give the same card.

    The newest card of a product replaces its earlier ones, whose status becomes `superseded`. The session must hold the
    programme's lock (`lock_programme`), and `now` be read under it: then the order of the log is the order of time, a
    product never has two active cards, and the log cannot grow between reading its size and appending.
    """
    issuer = issuer_for(illustrative=assessment.illustrative, keys=keys, settings=settings)
    assessment_id = session.put_assessment(assessment, product_version)
    earlier = session.active_cards(assessment.product.id)
    for record in earlier:
        if record.assessment_id == assessment_id:
            return record
    name = _name(party, assessment_id, issuer.id, session.times_issued(assessment_id))
    status_index = session.next_status_index()
    card_id = f"{settings.base_url}/cards/{name}"
    document = build_document(
        assessment,
        issuer_id=issuer.id,
        issuer_name=issuer.name,
        card_id=card_id,
        valid_from=now,
        valid_until=now + timedelta(days=settings.validity_days),
        status_index=status_index,
        base_url=settings.base_url,
        status_list_url=status_list_url(settings, "revocation", test=issuer.test),
        refresh_list_url=status_list_url(settings, "refresh", test=issuer.test),
    )
    _, canonical = secured_bytes(
        document,
        sign=lambda message: keys.sign(issuer.key, message),
        verification_method=verification_method(issuer.id),
        created=now,
    )
    digest = hashlib.sha256(canonical).hexdigest()
    salt = secrets.token_bytes(_SALT_BYTES)
    entry = commitment(card_id, bytes.fromhex(digest), salt, now)
    proof = enter_log(session, keys, entry, salt)
    record = CardRecord(
        card=IssuedCard(id=card_id, digest=digest, issued_at=now, document=parse_document(canonical), log=proof),
        party=party,
        product_id=assessment.product.id,
        product_version=product_version,
        assessment_id=assessment_id,
        status_index=status_index,
        published=True,
        status="active",
        slug=product_path(assessment.product) or name,
    )
    session.put_card(record)
    for old in earlier:
        session.set_card_status(old.card.id, "superseded")
    return record


def _name(party: str, assessment_id: str, issuer_id: str, repeat: int) -> str:
    """Short name of a card; unguessable from outside, equal for equal content."""
    seed = "\0".join((party, assessment_id, issuer_id, str(repeat)))
    return hashlib.sha256(seed.encode()).hexdigest()[:24]
