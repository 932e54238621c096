"""Ed25519 signing keys (RFC 8032): one PKCS#8 PEM file each (RFC 8410), readable by their owner alone.

A key is made on first use. Two processes that start together end with the same key: each writes its own temporary
file, and the one whose hard link to the final name succeeds has made the key; the other reads it.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
import threading
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from greencard.errors import InvalidInput, NotVerified, Place, Refused, Unavailable, declare

__all__ = ["FileKeys", "MemoryKeys"]

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MAX_PEM_BYTES: Final = 4096
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH

BAD_NAME = declare(
    "GC-KEY-001",
    InvalidInput,
    en="{name} cannot be the name of a key.",
    zh="{name} 不能作为密钥名称。",
    remedy_en="Use 1 to 64 letters, digits, dots, dashes or underscores, beginning with a letter or digit.",
    remedy_zh="请使用 1 至 64 个字母、数字、点、连字符或下划线，并以字母或数字开头。",
)
OPEN_TO_OTHERS = declare(
    "GC-KEY-002",
    Refused,
    en="The signing key {path} can be reached by other users of this machine (mode {mode}); it is not used.",
    zh="签名密钥 {path} 可被本机其他用户访问（权限 {mode}），因此不予使用。",
    remedy_en="Run `chmod {wanted} {path}`. If others may have read the key, move it away, let a new one be made and "
    "publish the new public key.",
    remedy_zh="请运行 `chmod {wanted} {path}`。若密钥可能已被他人读取，请移走该文件，重新生成密钥并公布新的公钥。",
)
NOT_A_KEY = declare(
    "GC-KEY-003",
    NotVerified,
    en="{path} does not hold an unencrypted Ed25519 private key in PKCS#8 PEM form.",
    zh="{path} 中没有未加密的 PKCS#8 PEM 格式 Ed25519 私钥。",
    remedy_en="Restore the file from its backup. A new key is made only when the file is absent.",
    remedy_zh="请从备份恢复该文件。只有在文件不存在时才会生成新密钥。",
)
NO_KEY_FILE = declare(
    "GC-KEY-004",
    Unavailable,
    en="The key file {path} can be neither read nor made: {reason}.",
    zh="密钥文件 {path} 无法读取或生成：{reason}。",
    remedy_en="Check that the directory exists, belongs to this user and has space left.",
    remedy_zh="请检查目录是否存在、属于当前用户且有剩余空间。",
)


def _checked(name: str) -> str:
    if not isinstance(name, str) or _NAME.fullmatch(name) is None:
        raise BAD_NAME.at(Place("/name"), name=repr(name)[:80])
    return name


class FileKeys:
    """Keys in a directory of mode 0700, `<name>.pem` of mode 0600 each.

    Raises (every method):
        InvalidInput: the name could leave the directory or is no name (GC-KEY-001).
        Refused: the file or its directory is open to other users (GC-KEY-002).
        NotVerified: the file holds something else than an Ed25519 key (GC-KEY-003).
        Unavailable: the file system says no (GC-KEY-004).
    """

    def __init__(self, directory: str | Path) -> None:
        self._directory = Path(directory)
        self._lock = threading.Lock()
        self._keys: dict[str, tuple[Ed25519PrivateKey, bytes]] = {}

    def public_key(self, name: str) -> bytes:
        """Raw 32-byte public key of `name`, generated on first use."""
        return self._key(name)[1]

    def sign(self, name: str, message: bytes) -> bytes:
        """64-byte Ed25519 signature of `message`."""
        return self._key(name)[0].sign(message)

    def _key(self, name: str) -> tuple[Ed25519PrivateKey, bytes]:
        held = self._keys.get(_checked(name))
        if held is None:
            with self._lock:
                held = self._keys.get(name)
                if held is None:
                    key = self._load(self._directory / f"{name}.pem")
                    held = self._keys[name] = (key, key.public_key().public_bytes_raw())
        return held

    def _load(self, path: Path) -> Ed25519PrivateKey:
        try:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            _refuse_open_directory(self._directory)
            try:
                pem = _read_private(path)
            except FileNotFoundError:
                _make(path)
                pem = _read_private(path)
        except OSError as error:
            raise NO_KEY_FILE.at(path=path, reason=error.strerror or "I/O error") from error
        try:
            key = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise NOT_A_KEY.at(path=path) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise NOT_A_KEY.at(path=path)
        return key


def _refuse_open_directory(directory: Path) -> None:
    mode = stat.S_IMODE(directory.stat().st_mode)
    if mode & _OTHERS_WRITE:
        # Whoever may write here may put a key of their own in place of ours.
        raise OPEN_TO_OTHERS.at(path=directory, mode=f"{mode:04o}", wanted="700")


def _read_private(path: Path) -> bytes:
    """The file's bytes; mode and content are of the same open file, so nothing can be swapped in between."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        status = os.fstat(descriptor)
        mode = stat.S_IMODE(status.st_mode)
        if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_PEM_BYTES:
            raise NOT_A_KEY.at(path=path)
        if mode & _OTHERS:
            raise OPEN_TO_OTHERS.at(path=path, mode=f"{mode:04o}", wanted="600")
        return os.read(descriptor, _MAX_PEM_BYTES)
    finally:
        os.close(descriptor)


def _make(path: Path) -> None:
    """A new key under `path`, durable and whole, or the one another process made first."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        try:
            os.write(descriptor, pem)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        try:
            os.link(temporary, path)
        except FileExistsError:
            return
        _sync_directory(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class MemoryKeys:
    """Keys derived from a seed: the same seed and name give the same key. For tests and demonstrations only."""

    def __init__(self, seed: bytes = b"greencard test keys") -> None:
        self._seed = bytes(seed)

    def _key(self, name: str) -> Ed25519PrivateKey:
        material = hashlib.sha256(b"greencard/memory-keys\x00" + self._seed + b"\x00" + _checked(name).encode())
        return Ed25519PrivateKey.from_private_bytes(material.digest())

    def public_key(self, name: str) -> bytes:
        """Raw 32-byte public key of `name`."""
        return self._key(name).public_key().public_bytes_raw()

    def sign(self, name: str, message: bytes) -> bytes:
        """64-byte Ed25519 signature of `message`."""
        return self._key(name).sign(message)
