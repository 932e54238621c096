"""The command line where things go wrong around it: folders, pipes, encodings, full disks, unknown words."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from service_samples import EXAMPLES
from walk import Shell

MUG = str(EXAMPLES / "ceramic-mug.yaml")


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def run(tmp_path, *arguments, stdout=subprocess.PIPE, **more):
    """A process of its own, as a shell starts it."""
    environment = {**os.environ, "GREENCARD_DATA": str(tmp_path / "data"), "GREENCARD_LANG": "en", **more}
    command = [sys.executable, "-m", "greencard", *arguments]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, cwd=tmp_path, env=environment, check=False)


@pytest.mark.parametrize("verb", [("init", "nowhere/p.yaml"), ("card", "issue", MUG, "--out", "nowhere/m.card.json")])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_folder_that_is_not_there_is_said_before_anything_is_written(shell, tmp_path, verb, lang):
    done = shell(*verb, "--lang", lang)
    assert (done.status, done.out) == (2, "")
    assert "GC-CLI-008" in done.err
    assert ("文件夹不存在" in done.err) == (lang == "zh")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_the_card_is_said_so(shell, tmp_path):
    (tmp_path / "d").mkdir()
    done = shell("card", "issue", MUG, "--out", "d", "--json")
    assert (done.status, done.json["error"]) == (2, "GC-CLI-008")
    assert [entry.name for entry in tmp_path.iterdir()] == ["d"]


def test_a_path_with_spaces_and_chinese_characters_comes_back_quoted(shell, tmp_path):
    folder = tmp_path / "有 空格"
    folder.mkdir()
    done = shell("init", str(folder / "商品.yaml"), "--lang", "zh")
    assert done.status == 0
    assert f"greencard product check '{folder}/商品.yaml'\n" in done.out
    done = shell("card", "issue", MUG, "--out", str(folder / "卡.json"))
    assert done.out.endswith(f"greencard card verify '{folder}/卡.json'\n")


def test_an_empty_variable_is_no_data_directory(shell, tmp_path, monkeypatch):
    monkeypatch.setenv("GREENCARD_DATA", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert shell("card", "list").status == 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["xdg"]


USAGE = [
    (("rules", "show"), "缺少 --rule-id"),
    (("frobnicate",), "没有“frobnicate”这个命令"),
    (("assess", "x", "--on", "2026/10/1"), "日期，例如 2026-10-01"),
    (("check", "x", "--to", "DE", "--quantity", "1,000"), "“1,000”无效，应为整数"),
    (("assess", "x", "--foo"), "没有 --foo 这个选项"),
    (("assess", "x", "y", "z"), "多出了 z"),
    (("assess", "x", "--on", "2026-01-01", "--on", "2026-01-02"), "写了不止一次"),
]


@pytest.mark.parametrize(("arguments", "says"), USAGE)
def test_a_command_line_that_cannot_be_read_is_answered_in_chinese(shell, arguments, says):
    done = shell(*arguments, "--lang", "zh")
    assert (done.status, done.out) == (2, "")
    assert says in done.err.replace("\n", "")


def test_a_program_is_answered_in_json_whatever_is_wrong(shell):
    done = shell("check", "--frobnicate", "--json")
    assert (done.status, done.json["error"]) == (2, "GC-CLI-010")
    assert shell("check", "--json").json["error"] == "GC-CLI-063"


@pytest.mark.parametrize("verb", [(), ("card",), ("assess",), ("card", "issue"), ("serve",)])
def test_the_titles_of_the_help_are_chinese(shell, verb):
    done = shell(*verb, "--help", "--lang", "zh")
    assert done.status == 0
    for word in ("Commands", "Parameters", "Arguments", "Display"):
        assert word not in done.out


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110 - a device
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_full_disk_behind_the_output_is_no_traceback(tmp_path, more):
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = run(tmp_path, "assess", MUG, *more, stdout=full)
    assert done.returncode == 5
    assert b"Traceback" not in done.stderr


def test_a_reader_that_leaves_early_gets_no_success(tmp_path):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as gone:
        done = run(tmp_path, "assess", MUG, "--explain", stdout=gone)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_older_encoding_of_the_output_is_no_traceback(tmp_path, encoding, lang):
    done = run(tmp_path, "assess", MUG, "--lang", lang, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "0.638 kg CO2e" in done.stdout.decode(encoding)
    if encoding == "gbk" and lang == "zh":
        assert "?" not in done.stdout.decode("gbk")


def test_a_failed_check_stays_visible_in_gbk(tmp_path):
    (tmp_path / "x.json").write_text("{}")
    done = run(tmp_path, "card", "verify", "x.json", PYTHONIOENCODING="gbk")
    assert done.returncode == 4
    assert "×" in done.stdout.decode("gbk")


def test_ctrl_c_ends_quietly_and_leaves_no_card_file(tmp_path):
    environment = {**os.environ, "GREENCARD_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-m", "greencard", "demo"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=tmp_path, env=environment, process_group=0
    ) as child:
        while child.poll() is None and not (tmp_path / "data" / "greencard.sqlite3").exists():
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        out, _ = child.communicate(timeout=30)
    assert b"Traceback" not in out
    assert child.returncode in {0, 130}
    assert [entry.name for entry in tmp_path.iterdir()] == ["data"]


def test_a_narrow_terminal_cuts_no_card_number_and_no_figure(shell, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    issued = shell("card", "issue", MUG, "--json").json
    listed = shell("card", "list", "--lang", "zh").out
    assert "…" not in listed
    assert issued["card"].rsplit("/", 1)[1] in listed
    monkeypatch.setenv("COLUMNS", "80")
    done = shell("card", "verify", issued["file"], "--data", "none", "--lang", "zh")
    assert (done.status, "…" in done.out) == (5, False)
    monkeypatch.setenv("COLUMNS", "60")
    table = shell("demo").out.split("One of them")[0]
    assert "…" not in table
