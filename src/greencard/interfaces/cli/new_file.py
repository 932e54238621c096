"""A file that this program writes for the person at the terminal: new, whole, or not there at all."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Final

from greencard.errors import InvalidInput, Place, declare
from greencard.interfaces.words import WHY_ZH

if TYPE_CHECKING:
    from pathlib import Path

    from greencard.errors import ErrorCode

__all__ = ["target_of", "write_new"]

NOT_WRITTEN: Final = declare(
    "GC-CLI-008",
    InvalidInput,
    en="{file} cannot be written: {why}.",
    zh="无法写入 {file}：{why_zh}。",
    remedy_en="Give a path in a folder that exists and that you may write to; nothing was left behind.",
    remedy_zh="请换用已存在且有写入权限的文件夹；没有留下不完整的文件。",
)


def target_of(path: Path) -> None:
    """Whether a new file could stand at `path`, asked before any work is done for it.

    Raises:
        InvalidInput: its folder is not there, or it is itself a folder (GC-CLI-008).
    """
    number = errno.EISDIR if path.is_dir() else 0 if path.parent.is_dir() else errno.ENOENT
    if number:
        raise _fault(path, OSError(number, "Is a directory" if number == errno.EISDIR else "No such folder"))


def write_new(path: Path, data: bytes, exists: ErrorCode) -> None:
    """Write a file that was not there; what cannot be written whole is taken away again.

    Raises:
        Refused: something stands there already (`exists`).
        InvalidInput: it cannot be written there (GC-CLI-008).
    """
    try:
        with path.open("xb") as sink:
            try:
                sink.write(data)
                sink.flush()
            except BaseException:
                path.unlink(missing_ok=True)
                raise
    except FileExistsError:
        raise exists.at(Place(file=str(path)), file=str(path)) from None
    except OSError as error:
        raise _fault(path, error) from None


def _fault(path: Path, error: OSError) -> Exception:
    why = error.strerror or "?"
    why_zh = WHY_ZH.get(error.errno or 0, why)
    return NOT_WRITTEN.at(Place(file=str(path)), file=str(path), why=why, why_zh=why_zh)
