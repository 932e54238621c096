"""Who issues, under which address, in which log."""

from __future__ import annotations

import re
from typing import Final

from greencard.errors import InvalidInput, declare
from greencard.model import Party, Text, Value

__all__ = ["DEFAULT_BASE_URL", "ISSUER_KEY", "LOG_KEY", "TEST_ISSUER_KEY", "Settings"]

DEFAULT_BASE_URL = "http://localhost:8321"

ISSUER_KEY = "issuer"
TEST_ISSUER_KEY = "issuer-test"
"""Signs everything illustrative; a verifier that trusts the issuer does not thereby trust made-up data."""
LOG_KEY = "log"

_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~!$&()*+,;=:%-]+)*")
_MAX_ADDRESS: Final = 200
_MAX_VALIDITY_DAYS: Final = 3660

BAD_SETTING = declare(
    "GC-SVC-007",
    InvalidInput,
    en="The setting {setting} cannot be used: {value}.",
    zh="设置项 {setting} 无法使用：{value}。",
    remedy_en="base_url: an http(s) address of at most 200 ASCII characters, without user, query, fragment or final "
    "slash; validity_days: 1 to 3660; names: in English or Chinese.",
    remedy_zh="base_url：不超过 200 个 ASCII 字符的 http(s) 地址，不含用户名、查询、片段和末尾斜杠；"
    "validity_days：1 至 3660；名称：须有英文或中文。",
)


class Settings(Value, frozen=True, kw_only=True):
    """What the person who runs this installation decides once."""

    issuer_name: Text = Text(en="Local issuer", zh="本机签发机构")
    test_issuer_name: Text = Text(en="Test issuer (illustrative data)", zh="测试签发机构（示例数据）")
    base_url: str = DEFAULT_BASE_URL
    """Address under which cards, status lists and the log are found; without a trailing slash."""
    party: Party = Party(id="local", name=Text(en="This installation", zh="本机"), roles=("merchant", "operator"))
    validity_days: int = 365

    def __post_init__(self) -> None:
        """What is written into every card for years is checked before the first one."""
        if len(self.base_url) > _MAX_ADDRESS or _ADDRESS.fullmatch(self.base_url) is None:
            raise BAD_SETTING.at(setting="base_url", value=ascii(self.base_url)[:_MAX_ADDRESS])
        if not 1 <= self.validity_days <= _MAX_VALIDITY_DAYS:
            raise BAD_SETTING.at(setting="validity_days", value=str(self.validity_days)[:20])
        for setting, name in (
            ("issuer_name", self.issuer_name),
            ("test_issuer_name", self.test_issuer_name),
            ("party.name", self.party.name),
        ):
            if not (name.en.strip() or name.zh.strip()):
                raise BAD_SETTING.at(setting=setting, value="''")
