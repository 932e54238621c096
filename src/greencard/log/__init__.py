"""The public log of issued cards: Merkle tree, checkpoints, salted leaves, proof of publication.

RFC 6962 2.1 (tree), C2SP tlog-checkpoint and signed-note (checkpoints). Pure: hashes are fetched by the caller.
"""

from greencard.log.checkpoint import (
    Checkpoint,
    NoteSignature,
    cosign,
    key_id,
    parse_checkpoint,
    parse_vkey,
    sign_checkpoint,
    verify_checkpoint,
    vkey,
)
from greencard.log.leaf import check_commitment, commitment
from greencard.log.publication import PublicationCheck, check_publication, log_proof, publication_check
from greencard.log.tree import (
    EMPTY_ROOT,
    append_nodes,
    consistency_path,
    inclusion_path,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

__all__ = [
    "EMPTY_ROOT",
    "Checkpoint",
    "NoteSignature",
    "PublicationCheck",
    "append_nodes",
    "check_commitment",
    "check_publication",
    "commitment",
    "consistency_path",
    "cosign",
    "inclusion_path",
    "key_id",
    "leaf_hash",
    "log_proof",
    "node_hash",
    "parse_checkpoint",
    "parse_vkey",
    "publication_check",
    "root",
    "sign_checkpoint",
    "verify_checkpoint",
    "verify_consistency",
    "verify_inclusion",
    "vkey",
]
