"""What the terminal shows of an assessment: what nobody stated or metered is said in words."""

from __future__ import annotations

import re

import pytest

from service_samples import EXAMPLES
from walk import Shell


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def test_what_nobody_described_is_not_called_default(shell, tmp_path):
    text = (EXAMPLES / "ceramic-mug.yaml").read_text(encoding="utf-8")
    text = re.sub(r"^(processes|packaging):\n(  .*\n)+|^carton:.*\n", "", text, flags=re.MULTILINE)
    (tmp_path / "mug.yaml").write_text(text, encoding="utf-8")
    english = " ".join(shell("assess", "mug.yaml", "--lang", "en").out.split())
    assert "Packaging 0 nothing stated" in english
    assert "± ? kg How much electricity" in english, "an amount nobody knows is not nothing"
    assert "Electricity: no process states any; none is counted." in english
    chinese = "".join(shell("assess", "mug.yaml", "--lang", "zh").out.split())
    assert "用电：各工序均未填写用电量，未计入。" in chinese


def test_intervals_without_a_reading_are_counted_before_the_eye(shell):
    screws = str(EXAMPLES / "stainless-screws.yaml")
    english = " ".join(shell("assess", screws, "--lang", "en").out.split())
    assert "7 of 2976 intervals of the period have no reading; they count as power from the grid." in english
    chinese = "".join(shell("assess", screws, "--lang", "zh").out.split())
    assert "计量期2976个时段中有7个没有读数，按电网供电计。" in chinese
    assert "比基准路线“" in chinese
