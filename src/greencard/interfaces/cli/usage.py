"""A command line that cannot be read, or a system that refuses: said in the language of the reader, as JSON too."""

from __future__ import annotations

import re
from typing import Final

from greencard.errors import GreencardError, InvalidInput, Unavailable, declare
from greencard.interfaces.words import WHY_ZH

__all__ = ["os_refusal", "usage_error"]

USAGE: Final = declare(
    "GC-CLI-010",
    InvalidInput,
    en="The command cannot be read: {problem}",
    zh="命令无法读取：{problem_zh}。",
    remedy_en="greencard{verb} --help shows what it takes; options stand behind the verb.",
    remedy_zh="运行 greencard{verb} --help 查看用法；选项写在命令之后。",
)
SYSTEM: Final = declare(
    "GC-CLI-009",
    Unavailable,
    en="The operating system refused: {why}.",
    zh="操作系统拒绝了操作：{why_zh}。",
    remedy_en="Look after space, permissions and where the output goes, then try again.",
    remedy_zh="请检查磁盘空间、权限和输出位置，然后重试。",
)
_ZH: Final = {
    "MissingArgumentError": "缺少 {option}",
    "UnknownCommandError": "没有“{value}”这个命令，可用：{known}",
    "UnknownOptionError": "没有 {option} 这个选项",
    "CoercionError": "{option} 的值“{value}”无效，应为{known}",
    "UnusedCliTokensError": "多出了 {value}",
    "RepeatArgumentError": "{option} 写了不止一次",
}
_KINDS_ZH: Final = {"date": "日期，例如 2026-10-01", "datetime": "时刻，例如 2026-10-01T08:00:00+08:00", "int": "整数"}


def usage_error(error: Exception) -> GreencardError:
    """What the parser of the command line says, as a fault (exit status 2).

    The verb whose --help is named is the one the parser had found: `energy match` of two words, nothing of none.
    """
    said = " ".join(str(error).split())
    option = re.search(r"--[a-z][a-z-]*", said)
    value = re.search(r"\"([^\"]*)\"", said) or re.search(r"\['(.*?)'\]", said)
    kind = re.search(r"into (?:an? )?(\w+)", said)
    listed = re.search(r"(?:commands|Choose from): (.*?)\.?$", said)
    known = (
        re.sub(r"[, .]+$", " 等", listed[1].replace('"', ""))
        if listed
        else _KINDS_ZH.get(kind[1], kind[1])
        if kind
        else "其他值"
    )
    template = _ZH.get(type(error).__name__, "")
    problem_zh = template.format(option=option[0] if option else "?", value=value[1] if value else "?", known=known)
    verb = "".join(f" {word}" for word in getattr(error, "command_chain", None) or ())
    return USAGE.at(problem=said, problem_zh=problem_zh or said.rstrip("."), verb=verb)


def os_refusal(error: OSError) -> GreencardError:
    """What the operating system says, as a fault (exit status 5)."""
    why = error.strerror or type(error).__name__
    return SYSTEM.at(why=why, why_zh=WHY_ZH.get(error.errno or 0, why))
