"""The command line as a test calls it: arguments in, exit status and output out, in an empty data directory."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from greencard.interfaces.cli import main

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Outcome", "Shell"]


@dataclass
class Outcome:
    """What a call left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """A person's terminal, in this process: a language, a working directory, a data directory."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], folder: Path, lang: str = "en"
    ) -> None:
        self._capture = capfdbinary
        self._patch = monkeypatch
        monkeypatch.chdir(folder)
        monkeypatch.setenv("GREENCARD_DATA", str(folder / "data"))
        monkeypatch.setenv("GREENCARD_LANG", lang)
        monkeypatch.setenv("COLUMNS", "110")

    def __call__(self, *arguments: str) -> Outcome:
        self._patch.setattr(sys, "argv", ["greencard", *arguments])
        self._capture.readouterr()
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        out, err = self._capture.readouterr()
        code = caught.value.code
        return Outcome(0 if code is None else int(code), out.decode(), err.decode())
