"""Every way the store can say no, and what a database driver's failure means in those words."""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from greencard.errors import ErrorCode, GreencardError, InvalidInput, NotVerified, Refused, Unavailable, declare

__all__ = ["translated"]

NO_ANSWER = declare(
    "GC-STO-001",
    Unavailable,
    en="The store does not answer ({reason}).",
    zh="数据存储没有响应（{reason}）。",
    remedy_en="Try again. If it stays so, check that the disk or the database server works; nothing was half-written.",
    remedy_zh="请重试。若仍如此，请检查磁盘或数据库服务器；没有写入任何不完整的数据。",
)
BUSY = declare(
    "GC-STO-002",
    Unavailable,
    en="Another writer was in the way ({reason}); nothing was written.",
    zh="另一写入者正在占用（{reason}）；没有写入任何数据。",
    remedy_en="Try the whole call again.",
    remedy_zh="请重新执行整个操作。",
)
FULL = declare(
    "GC-STO-003",
    Unavailable,
    en="There is no space left for the store ({reason}); nothing was written.",
    zh="数据存储空间已满（{reason}）；没有写入任何数据。",
    remedy_en="Free disk space, then try again. What was stored before is whole.",
    remedy_zh="请释放磁盘空间后重试。此前存储的数据完好。",
)
READ_ONLY = declare(
    "GC-STO-004",
    Unavailable,
    en="The store cannot be opened for writing ({reason}).",
    zh="数据存储无法以写入方式打开（{reason}）。",
    remedy_en="Give this user write access to the data directory and the database file, or name another directory.",
    remedy_zh="请授予当前用户对数据目录和数据库文件的写权限，或指定其他目录。",
)
DAMAGED = declare(
    "GC-STO-005",
    NotVerified,
    en="The store is damaged: {reason}.",
    zh="数据存储已损坏：{reason}。",
    remedy_en="Stop writing, keep a copy of the file, and restore the last backup; cards already given out stay "
    "verifiable without it.",
    remedy_zh="请停止写入，保留文件副本，并恢复最近的备份；已发出的卡片无需它也可验证。",
)
NEWER = declare(
    "GC-STO-006",
    Refused,
    en="The store has schema {found}; this program knows schemas up to {known}.",
    zh="数据存储的结构版本为 {found}；本程序最高支持版本 {known}。",
    remedy_en="Install the greencard version that wrote the store, or a newer one. Nothing was changed.",
    remedy_zh="请安装写入该数据的 greencard 版本或更新的版本。没有做任何更改。",
)
FOREIGN = declare(
    "GC-STO-007",
    Refused,
    en="The database has tables that are not greencard's ({tables}); it is left as it is.",
    zh="该数据库含有不属于 greencard 的表（{tables}），未作任何更改。",
    remedy_en="Name an empty directory, or an empty database or schema.",
    remedy_zh="请指定一个空目录，或一个空的数据库或模式。",
)
BAD_ADDRESS = declare(
    "GC-STO-008",
    InvalidInput,
    en="The store's address is neither a directory nor a postgresql:// URL.",
    zh="数据存储地址既不是目录，也不是 postgresql:// 地址。",
    remedy_en="Give a directory such as ./data, or postgresql://user@host/database.",
    remedy_zh="请给出目录（例如 ./data）或 postgresql://用户@主机/数据库。",
)
NO_DRIVER = declare(
    "GC-STO-009",
    Unavailable,
    en="PostgreSQL was asked for, and its driver is not installed.",
    zh="指定了 PostgreSQL，但未安装其驱动程序。",
    remedy_en="Run: pip install 'digital-green-card[postgres]'.",
    remedy_zh="请运行：pip install 'digital-green-card[postgres]'。",
)
NOT_OWN = declare(
    "GC-STO-010",
    Refused,
    en="A session of {party} cannot write a record of {other}.",
    zh="{party} 的会话不能写入 {other} 的记录。",
    remedy_en="Open the session on behalf of the party that owns the record.",
    remedy_zh="请以记录所有者的身份打开会话。",
)
NOT_FOUND = declare(
    "GC-STO-011",
    InvalidInput,
    en="There is no {kind} {id} among your records.",
    zh="您的记录中没有 {kind} {id}。",
    remedy_en="Check the identifier, or store the record first.",
    remedy_zh="请检查标识符，或先存储该记录。",
)
CARD_EXISTS = declare(
    "GC-STO-012",
    Refused,
    en="A card {id} is stored already; cards are never overwritten.",
    zh="卡片 {id} 已存在；卡片不会被覆盖。",
    remedy_en="Issue the card under a new identifier; mark the old one superseded if it is replaced.",
    remedy_zh="请用新的标识符签发卡片；若替换旧卡，请将其标记为“已被取代”。",
)
READING_CHANGED = declare(
    "GC-STO-013",
    Refused,
    en="The reading of {facility} at {start} is stored with other values; stored readings are not changed.",
    zh="{facility} 在 {start} 的读数已以其他数值存储；已存储的读数不会更改。",
    remedy_en="Check which of the two is right. Cards may rest on the stored value; a correction is a new facility "
    "meter record, not an overwrite.",
    remedy_zh="请核实哪个数值正确。卡片可能以已存储的数值为依据；更正应作为新的计量记录，而不是覆盖。",
)
READINGS_OVERLAP = declare(
    "GC-STO-014",
    Refused,
    en="The reading of {facility} at {start} begins before the one at {other} has ended: the same energy would count "
    "twice.",
    zh="{facility} 在 {start} 的读数早于 {other} 的读数结束之前开始：同一电量会被重复计算。",
    remedy_en="Give readings of one metering interval length that do not overlap.",
    remedy_zh="请提供互不重叠、同一计量间隔的读数。",
)
BAD_READING = declare(
    "GC-STO-015",
    InvalidInput,
    en="The reading at {start} has no time zone, no length, or an energy that is no whole number of Wh from 0 to "
    "{most}.",
    zh="{start} 的读数没有时区、没有时长，或电量不是 0 至 {most} 之间的整数 Wh。",
    remedy_en="Give start with an offset, seconds of 1 or more, and energies as whole Wh of zero or more.",
    remedy_zh="请提供带时区的起点、不小于 1 的秒数，以及不小于零的整数 Wh。",
)
BAD_KEY = declare(
    "GC-STO-016",
    InvalidInput,
    en="{text} cannot be an identifier in the store ({field}).",
    zh="{text} 不能作为存储中的标识符（{field}）。",
    remedy_en="Use 1 to {most} characters without control characters.",
    remedy_zh="请使用 1 至 {most} 个字符，不含控制字符。",
)
LOG_MOVED = declare(
    "GC-STO-017",
    Unavailable,
    en="The log has grown to {size} leaves since these nodes were computed for {given}; nothing was appended.",
    zh="计算这些节点（对应 {given} 片叶）之后，日志已增长到 {size} 片叶；没有追加任何内容。",
    remedy_en="Read the size again and compute the nodes anew.",
    remedy_zh="请重新读取大小并重新计算节点。",
)
BAD_APPEND = declare(
    "GC-STO-018",
    InvalidInput,
    en="What is to be appended is not whole: {reason}.",
    zh="要追加的内容不完整：{reason}。",
    remedy_en="Give entries of at most 65535 bytes, and exactly the 32-byte nodes they complete.",
    remedy_zh="请提供不超过 65535 字节的条目，以及由其恰好补全的 32 字节节点。",
)
NOT_IN_LOG = declare(
    "GC-STO-019",
    InvalidInput,
    en="The log of {size} leaves has no {what}.",
    zh="含 {size} 片叶的日志中没有 {what}。",
    remedy_en="Ask for what lies below the size, or wait until it is appended.",
    remedy_zh="请查询大小以内的内容，或等待其被追加。",
)
CHECKPOINT_DIFFERS = declare(
    "GC-STO-020",
    Refused,
    en="Another checkpoint of size {size} is kept already; two would be two histories.",
    zh="大小为 {size} 的另一检查点已保存；两个检查点即两套历史。",
    remedy_en="Publish the stored checkpoint. If the two disagree on the root, stop and have the log examined.",
    remedy_zh="请发布已存储的检查点。若两者根哈希不同，请停止写入并检查日志。",
)
STATUS_FINAL = declare(
    "GC-STO-021",
    Refused,
    en="The card {id} is {status}; it cannot become {wanted}.",
    zh="卡片 {id} 的状态为 {status}，不能改为 {wanted}。",
    remedy_en="Issue a new card; a withdrawn one stays withdrawn, for others have relied on that.",
    remedy_zh="请签发新卡；已撤回的卡片保持撤回，因为他人已据此行事。",
)
PATH_TAKEN = declare(
    "GC-STO-022",
    Refused,
    en="Cards under the public path {slug} are published by another party.",
    zh="公开路径 {slug} 下的卡片由另一方发布。",
    remedy_en="Use an identifier of your own (GTIN, lot), or publish under the card's identifier.",
    remedy_zh="请使用您自己的标识（GTIN、批次），或以卡片标识符发布。",
)
INDEX_TAKEN = declare(
    "GC-STO-023",
    Refused,
    en="Position {index} of the status list was not given to this party or is used by another card.",
    zh="状态列表位置 {index} 未分配给该方，或已被另一张卡片使用。",
    remedy_en="Take a fresh position with next_status_index for every card.",
    remedy_zh="请为每张卡片用 next_status_index 取得新的位置。",
)
SESSION_OVER = declare(
    "GC-STO-024",
    Unavailable,
    en="The session is over; its records can no longer be read through it.",
    zh="会话已结束，无法再通过它读取记录。",
    remedy_en="Open a new session, and read iterators to their end inside it.",
    remedy_zh="请打开新会话，并在会话内读完迭代器。",
)

BAD_DOCUMENT = declare(
    "GC-STO-025",
    InvalidInput,
    en="The {what} cannot be written as JSON: {reason}.",
    zh="{what} 无法写成 JSON：{reason}。",
    remedy_en="Use texts, numbers, truth values, lists and objects, in well-formed Unicode.",
    remedy_zh="请使用格式正确的 Unicode 文本、数字、布尔值、列表和对象。",
)

LOTS_OVERLAP = declare(
    "GC-STO-026",
    Refused,
    en="Lot {other} of facility {facility} covers part of this period with {source} energy already.",
    zh="工厂 {facility} 的批次 {other} 已包含该期间的部分 {source} 电量。",
    remedy_en="One Wh is in one lot. Begin where the other ends, or use the other.",
    remedy_zh="一瓦时只属于一个批次。请从其终点开始，或使用已有批次。",
)
CERTIFICATE_USED = declare(
    "GC-STO-027",
    Refused,
    en="Certificate {certificate} has a lot already.",
    zh="绿证 {certificate} 已有批次。",
    remedy_en="A certificate is used once, by whomever. Check its number and who cancelled it.",
    remedy_zh="每张绿证只能由一方使用一次。请核对编号和注销方。",
)

BOOKED_ALREADY = declare(
    "GC-STO-028",
    Refused,
    en="Energy of facility {facility} from {start} to {end} cannot be booked: booking {other} has it from {since} "
    "to {until} already.",
    zh="工厂 {facility} 从 {start} 到 {end} 的电量无法登记：其中 {since} 到 {until} 已由登记 {other} 分配。",
    remedy_en="A kWh is divided once. Release that booking with its period file and --release, or book a period that "
    "does not overlap it.",
    remedy_zh="每千瓦时只分配一次。请用该期间文件加 --release 撤销原登记，或登记不重叠的期间。",
)

_SQLITE: Final[dict[str, ErrorCode]] = {
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CANTOPEN": READ_ONLY,
    "SQLITE_PERM": READ_ONLY,
    "SQLITE_AUTH": READ_ONLY,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
    "SQLITE_FORMAT": DAMAGED,
    # Every rule is checked before it is written: what a constraint still catches is a race lost.
    "SQLITE_CONSTRAINT": BUSY,
}
_POSTGRES: Final[tuple[tuple[str, ErrorCode], ...]] = (
    ("53100", FULL),
    ("25006", READ_ONLY),
    ("42501", READ_ONLY),
    ("40", BUSY),
    ("23", BUSY),
    ("55P03", BUSY),
    ("XX001", DAMAGED),
    ("XX002", DAMAGED),
)


def translated(error: SQLAlchemyError | sqlite3.Error) -> GreencardError:
    """The error of this room that a driver's failure amounts to. Never carries the address: it may hold a password."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    name = getattr(cause, "sqlite_errorname", None)
    if name is not None:
        return _SQLITE.get("_".join(name.split("_")[:2]), NO_ANSWER).at(reason=name)
    if isinstance(cause, sqlite3.OperationalError):
        # The driver's own and not SQLite's: a stored text is no UTF-8.
        return DAMAGED.at(reason="a stored text is unreadable")
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        known = (code for prefix, code in _POSTGRES if state.startswith(prefix))
        return next(known, NO_ANSWER).at(reason=f"SQLSTATE {state}")
    if isinstance(error, PoolTimeout):
        return BUSY.at(reason="no free connection")
    return NO_ANSWER.at(reason="no connection" if isinstance(error, DBAPIError) else type(error).__name__)
