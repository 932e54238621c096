"""Key files: made once, owned alone, refused when anything about them is wrong."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from greencard.adapters import keys as keys_module
from greencard.adapters.keys import FileKeys, MemoryKeys
from greencard.errors import REGISTRY, GreencardError, InvalidInput, NotVerified, Refused, Unavailable

# RFC 8032 7.1, TEST 2.
SECRET = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def pem(key: object = None, encryption: object = None) -> bytes:
    key = key or Ed25519PrivateKey.from_private_bytes(SECRET)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())


@pytest.fixture
def room(tmp_path: Path) -> Path:
    directory = tmp_path / "keys"
    directory.mkdir(mode=0o700)
    return directory


def lay(path: Path, content: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_a_stored_key_signs_as_rfc_8032_says(room: Path):
    lay(room / "issuer.pem", pem())
    keys = FileKeys(room)
    assert keys.public_key("issuer") == PUBLIC
    assert keys.sign("issuer", b"\x72") == SIGNATURE


@pytest.mark.parametrize("use", [lambda k: k.public_key("log"), lambda k: k.sign("log", b"m")])
def test_a_key_is_made_on_first_use_and_kept(tmp_path: Path, use):
    directory = tmp_path / "deep" / "keys"
    before = os.umask(0)
    try:
        use(FileKeys(directory))
    finally:
        os.umask(before)
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert [(p.name, stat.S_IMODE(p.stat().st_mode)) for p in directory.iterdir()] == [("log.pem", 0o600)]
    assert b"BEGIN PRIVATE KEY" in (directory / "log.pem").read_bytes()
    first, second = FileKeys(directory), FileKeys(directory)
    assert first.public_key("log") == second.public_key("log")
    Ed25519PublicKey.from_public_bytes(first.public_key("log")).verify(second.sign("log", b"m"), b"m")
    assert first.public_key("other") != first.public_key("log")


NAMES = [
    "",
    ".",
    "..",
    "../issuer",
    "a/b",
    "/etc/passwd",
    ".hidden",
    "a\x00",
    "a\n",
    "名",
    "-x",
    "a" * 65,
    "a\\b",
    None,
    7,
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("make", [FileKeys, lambda _: MemoryKeys()], ids=["files", "memory"])
def test_a_name_never_leaves_the_directory(tmp_path: Path, make, name):
    keys = make(tmp_path / "keys")
    for use in (lambda: keys.public_key(name), lambda: keys.sign(name, b"")):
        with pytest.raises(InvalidInput) as refused:
            use()
        assert refused.value.code == "GC-KEY-001"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601])
def test_a_key_others_can_reach_is_not_used(room: Path, mode: int):
    path = lay(room / "issuer.pem", pem(), mode)
    with pytest.raises(Refused) as refused:
        FileKeys(room).sign("issuer", b"")
    assert refused.value.code == "GC-KEY-002"
    fault = refused.value.faults[0]
    assert f"chmod 600 {path}" in fault.remedy("en")
    assert f"chmod 600 {path}" in fault.remedy("zh")
    assert f"0{mode:o}" in str(refused.value)
    path.chmod(0o400)
    assert FileKeys(room).public_key("issuer") == PUBLIC


@pytest.mark.parametrize("mode", [0o770, 0o720, 0o702, 0o777])
def test_a_directory_others_can_write_is_not_used(room: Path, mode: int):
    room.chmod(mode)
    with pytest.raises(Refused) as refused:
        FileKeys(room).public_key("issuer")
    assert refused.value.code == "GC-KEY-002"
    assert f"chmod 700 {room}" in refused.value.faults[0].remedy()
    assert list(room.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        b"\x00" * 100,
        pem()[:-40],
        pem(encryption=BestAvailableEncryption(b"x")),
        pem(generate_private_key(SECP256R1())),
        pem() + b"\n" * 5000,
    ],
    ids=["empty", "no key", "zeros", "cut", "encrypted", "P-256", "too long"],
)
def test_a_file_that_holds_no_key_is_neither_used_nor_replaced(room: Path, content: bytes):
    path = lay(room / "issuer.pem", content)
    with pytest.raises(NotVerified) as refused:
        FileKeys(room).sign("issuer", b"")
    assert refused.value.code == "GC-KEY-003"
    assert path.read_bytes() == content


def test_a_link_or_a_directory_is_no_key(room: Path, tmp_path: Path):
    lay(tmp_path / "elsewhere.pem", pem())
    (room / "linked.pem").symlink_to(tmp_path / "elsewhere.pem")
    (room / "folder.pem").mkdir(mode=0o700)
    for name, code in (("linked", "GC-KEY-004"), ("folder", "GC-KEY-003")):
        with pytest.raises(GreencardError) as refused:
            FileKeys(room).public_key(name)
        assert refused.value.code == code


def test_a_place_that_cannot_hold_keys_is_unavailable(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable) as refused:
        FileKeys(tmp_path / "file" / "keys").public_key("issuer")
    assert refused.value.code == "GC-KEY-004"


@pytest.mark.parametrize("step", ["write", "fsync", "link"])
def test_a_full_disk_leaves_no_half_key(room: Path, monkeypatch: pytest.MonkeyPatch, step: str):
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keys_module.os, step, fail)
    with pytest.raises(Unavailable) as refused:
        FileKeys(room).public_key("issuer")
    assert "No space left" in str(refused.value)
    assert list(room.iterdir()) == []


def test_the_one_who_links_first_has_made_the_key(room: Path, monkeypatch: pytest.MonkeyPatch):
    """Another process makes the key between our look and our link: theirs is used, ours is gone."""
    link = os.link

    def lose(source: Path, target: Path) -> None:
        lay(target, pem())
        link(source, target)

    monkeypatch.setattr(keys_module.os, "link", lose)
    assert FileKeys(room).public_key("issuer") == PUBLIC
    assert [path.name for path in room.iterdir()] == ["issuer.pem"]


def test_processes_that_start_together_have_one_key(tmp_path: Path):
    program = (
        "import sys; sys.stdin.readline(); from greencard.adapters.keys import FileKeys;"
        "print(FileKeys(sys.argv[1]).public_key('issuer').hex())"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, tmp_path / "keys"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = {process.communicate()[0].strip() for process in started}
    assert len(said) == 1
    held = load_pem_private_key((tmp_path / "keys" / "issuer.pem").read_bytes(), None)
    assert said == {held.public_key().public_bytes_raw().hex()}


def test_memory_keys_are_the_same_for_the_same_seed():
    one, same, other = MemoryKeys(b"a"), MemoryKeys(b"a"), MemoryKeys(b"b")
    assert one.public_key("x") == same.public_key("x")
    assert len({one.public_key("x"), one.public_key("y"), other.public_key("x")}) == 3
    Ed25519PublicKey.from_public_bytes(one.public_key("x")).verify(same.sign("x", b"m"), b"m")
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(one.public_key("x")).verify(one.sign("y", b"m"), b"m")


def test_every_code_speaks_both_languages():
    ours = [code for name, code in REGISTRY.items() if name.startswith(("GC-KEY-", "GC-STO-", "GC-CLK-"))]
    assert len(ours) >= 30
    for code in ours:
        for text in (code.zh, code.remedy_zh):
            assert any("\u4e00" <= char <= "\u9fff" for char in text), code.code
        # The same placeholders in both languages, or one reader is told less.
        named = [{part.split("}")[0] for part in text.split("{")[1:]} for text in (code.en, code.zh)]
        assert named[0] == named[1], code.code
