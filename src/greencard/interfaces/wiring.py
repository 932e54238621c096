"""The one place that joins adapters to services: directories, keys, store, packs, server."""

from __future__ import annotations

import os
import secrets
import stat
from base64 import b64decode
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from greencard.errors import GreencardError, InvalidInput, Place, Unavailable, declare
from greencard.interfaces.words import WHY_ZH
from greencard.ports import Principal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from greencard.card import Verification
    from greencard.energy import Readings
    from greencard.errors import Fault, Lang
    from greencard.model import Assessment, Product
    from greencard.ports import CardRecord
    from greencard.services import Greencard
    from greencard.services.settings import Settings

MAX_FILE = 20 * 1024 * 1024
MAX_SETTINGS = 64 * 1024

NO_FILE = declare(
    "GC-CLI-003",
    InvalidInput,
    en="{file} cannot be read: {why}.",
    zh="无法读取 {file}：{why_zh}。",
    remedy_en="Check the path and the permissions.",
    remedy_zh="请检查路径和权限。",
)
TOO_LARGE = declare(
    "GC-CLI-004",
    InvalidInput,
    en="{file} holds {size} bytes; at most {limit} are read.",
    zh="{file} 有 {size} 字节；最多读取 {limit} 字节。",
    remedy_en="A product file has a few kilobytes, a year of hourly readings half a megabyte: is this the right file?",
    remedy_zh="产品文件通常只有几 KB，一年的逐时读数约 0.5 MB：请确认文件是否正确。",
)
NO_SERVER = declare(
    "GC-CLI-005",
    Unavailable,
    en="The server parts are not installed ({missing}).",
    zh="未安装服务器组件（{missing}）。",
    remedy_en="Install them with: pip install 'digital-green-card[server]'",
    remedy_zh="请安装：pip install 'digital-green-card[server]'",
)
BAD_SETTINGS = declare(
    "GC-CLI-007",
    InvalidInput,
    en="{file} does not hold settings: {why}.",
    zh="{file} 中的设置无法读取：{why}。",
    remedy_en="Correct the file, or remove it to start with the defaults.",
    remedy_zh="请改正该文件，或将其移除以使用默认设置。",
)
BAD_TRUST = declare(
    "GC-CLI-006",
    InvalidInput,
    en="{file} is no list of trusted keys.",
    zh="{file} 不是受信任公钥列表。",
    remedy_en="Give the JSON that `greencard card keys` prints and the issuer serves under /keys.json.",
    remedy_zh="请使用 greencard card keys 输出的、签发方在 /keys.json 发布的 JSON。",
)


# -- files ----------------------------------------------------------------------------------------------------------


def read_file(path: Path, limit: int = MAX_FILE, *, named: bool = False) -> bytes:
    """Bytes of a file, refused by its size before a byte is parsed.

    Args:
        path: where it is.
        limit: bytes that are read at most.
        named: another file gave the name, not the person: a pipe or device is then not waited for.

    Raises:
        InvalidInput: no such file, not readable (GC-CLI-003) or larger than `limit` bytes (GC-CLI-004).
    """
    place = Place(file=str(path))
    try:
        if named and not stat.S_ISREG(path.stat().st_mode):
            raise NO_FILE.at(place, file=str(path), why="not a regular file", why_zh="不是普通文件")
        with path.open("rb") as source:
            size = os.fstat(source.fileno()).st_size
            data = source.read(limit + 1)
    except OSError as error:
        raise InvalidInput(no_file(str(path), error)) from None
    if len(data) > limit:
        raise TOO_LARGE.at(place, file=str(path), size=max(size, len(data)), limit=limit)
    return data


def no_file(file: str, error: OSError) -> Fault:
    """Why the system does not give a file, in both languages (GC-CLI-003)."""
    why = error.strerror or "?"
    return NO_FILE.fault(Place(file=file), file=file, why=why, why_zh=WHY_ZH.get(error.errno or 0, why))


def default_data_dir() -> Path:
    """Data directory by the XDG convention."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "greencard"


def today() -> date:
    """Today, UTC."""
    return _now().date()


def _now() -> datetime:
    from greencard.adapters.clock import SystemClock  # noqa: PLC0415 - the one source of now, also where no store is

    return SystemClock().now()


def read_beside(folder: Path, name: str, limit: int) -> bytes | None:
    """Bytes of a regular file that another file names; None where there is none of that name.

    Raises:
        InvalidInput: it cannot be read (GC-CLI-003) or is larger than `limit` bytes (GC-CLI-004).
    """
    file = folder / name
    try:
        there = file.is_file()
    except OSError:  # a name that no file of this system can have, such as one too long
        there = False
    return read_file(file, limit, named=True) if there else None


# -- the core alone: no store, no keys -------------------------------------------------------------------------------


def _packs(rules: Path | None = None) -> Any:
    from greencard.adapters.packs.shipped import ShippedPacks  # noqa: PLC0415 - loaded when data are asked for

    return ShippedPacks(rules)


def starter(lang: Lang) -> str:
    """The commented starter product file in a language."""
    from greencard.adapters.packs.starter import starter_text  # noqa: PLC0415 - same

    return starter_text(lang)


def product_schema() -> dict[str, Any]:
    """JSON Schema of a product file."""
    from greencard.catalogue import product_file_schema  # noqa: PLC0415 - same

    return product_file_schema()


def check_product_file(path: Path) -> tuple[Fault, ...]:
    """Every fault of a product file."""
    from greencard.catalogue import MAX_PRODUCT_BYTES  # noqa: PLC0415 - same
    from greencard.services.products import check_product_file as check  # noqa: PLC0415 - same

    return check(read_file(path, MAX_PRODUCT_BYTES), str(path), _packs())


def load_product(path: Path, *, rules: Path | None = None) -> Product:
    """A product file as a record; `rules` is a directory of own rules, whose facts it may state.

    Raises:
        InvalidInput: every fault of the file in one exception.
    """
    from greencard.catalogue import MAX_PRODUCT_BYTES  # noqa: PLC0415 - same
    from greencard.services.products import read_product_file  # noqa: PLC0415 - same

    return read_product_file(read_file(path, MAX_PRODUCT_BYTES), str(path), _packs(rules))


def load_readings(product: Product, path: Path, override: Path | None) -> Readings | None:
    """Meter readings: the given file, or the one the product names beside itself; none is fine."""
    from greencard.energy import MAX_READINGS_BYTES, Site, parse_readings  # noqa: PLC0415 - same

    source = override or (path.parent / product.meter.file if product.meter is not None else None)
    if source is None:
        return None
    data = read_file(source, MAX_READINGS_BYTES, named=override is None)
    return parse_readings(data, str(source), site=Site.of(product.facility))


def assess_file(
    path: Path,
    *,
    readings: Path | None = None,
    on: date | None = None,
    rules: str = "iso14067-2018",
    energy: Path | None = None,
    factors: Path | None = None,
    data: Path | None = None,
    trust: Path | None = None,
) -> tuple[Assessment, tuple[Fault, ...]]:
    """Assess a product file; nothing is stored. The second value warns of implausible readings.

    Suppliers' cards lie beside the file and are verified with the keys of `trust`, else those of this installation.
    With `energy`, a facility period, what it allocates to the product stands for the energy the record states. With
    `factors`, a person's own emission factors (CSV) stand beside those that ship.
    """
    from greencard.interfaces.wiring_factors import packs_with  # noqa: PLC0415 - same
    from greencard.interfaces.wiring_supplier_cards import cards_beside_file  # noqa: PLC0415 - same
    from greencard.services.assess import assess_product  # noqa: PLC0415 - same

    product, day = load_product(path), on or today()
    meter = load_readings(product, path, readings)
    warnings = meter.warnings if meter is not None else ()
    share = None
    if energy is not None:
        from greencard.interfaces.wiring_energy import product_energy  # noqa: PLC0415 - only where one is given

        share, more = product_energy(energy, product)
        warnings = (*warnings, *more)
    cards = cards_beside_file(product, path, on=day, data=data, trust=trust)
    packs = packs_with(factors)
    try:
        found = assess_product(product, readings=meter, packs=packs, on=day, energy=share, cards=cards, rules=rules)
    except GreencardError as error:
        raise _with_lines(error, path) from error
    return found, warnings


def _with_lines(error: GreencardError, path: Path) -> GreencardError:
    """The error with the line of the product file on which each fault stands."""
    from greencard.catalogue import MAX_PRODUCT_BYTES, product_places  # noqa: PLC0415 - only where something is wrong

    if not path.is_file():
        return error  # a pipe can be read but once
    places = product_places(read_file(path, MAX_PRODUCT_BYTES), str(path))
    return type(error)(*(places.placed(fault) for fault in error.faults))


# -- an installation: store, keys, settings ---------------------------------------------------------------------------


@contextmanager
def installation(data: Path | None, *, base_url: str | None = None, shared_store: bool = True) -> Iterator[Greencard]:
    """The use cases over a data directory; its store and keys are made on first use.

    The store is SQLite in the directory, or PostgreSQL where `GREENCARD_STORE` holds a URL and `shared_store` is set.
    """
    from greencard.adapters.clock import SystemClock  # noqa: PLC0415 - a verb that stores nothing loads no database
    from greencard.adapters.keys import FileKeys  # noqa: PLC0415 - same
    from greencard.adapters.sql import open_store  # noqa: PLC0415 - same
    from greencard.services import Greencard  # noqa: PLC0415 - same

    directory = data or default_data_dir()
    url = os.environ.get("GREENCARD_STORE", "").strip() if shared_store else ""
    store = open_store(url or directory)
    try:
        yield Greencard(
            store=store,
            keys=FileKeys(directory / "keys"),
            clock=SystemClock(),
            packs=_packs(),
            settings=_settings(directory, base_url),
        )
    finally:
        store.close()


def _settings(directory: Path, base_url: str | None) -> Settings:
    from greencard.services.settings import Settings  # noqa: PLC0415 - same

    file = directory / "settings.json"
    settings = Settings()
    if file.exists():
        try:
            given = msgspec.json.decode(read_file(file, MAX_SETTINGS))
            if isinstance(given, dict) and isinstance(given.get("base_url"), str):
                given["base_url"] = given["base_url"].rstrip("/")
            settings = msgspec.convert(given, Settings)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BAD_SETTINGS.at(Place(file=str(file)), file=str(file), why=error) from None
        except InvalidInput as error:
            raise InvalidInput(*(replace(fault, place=Place(file=str(file))) for fault in error.faults)) from None
    if base_url is not None:
        settings = msgspec.structs.replace(settings, base_url=base_url.rstrip("/"))
    return settings


def principal(app: Greencard) -> Principal:
    """The person at this terminal acts for the installation's own party."""
    return Principal(party=app.settings.party.id, roles=app.settings.party.roles)


def issue_file(
    app: Greencard,
    path: Path,
    *,
    readings: Path | None = None,
    on: date | None = None,
    data: Path | None = None,
    trust: Path | None = None,
) -> CardRecord:
    """Store a product file and its readings, assess it, and issue its card.

    A supplier's card may lie beside the file, verified with the keys of `trust`, else with this installation's; one
    that does not is looked for in the store.
    """
    who = principal(app)
    product = load_product(path)
    meter = load_readings(product, path, readings)
    if meter is not None and product.meter is None:
        from greencard.model import MeterReference  # noqa: PLC0415 - only with a loose readings file

        period = MeterReference(
            file=meter.file,
            period_start=meter.intervals[0].start.date(),
            period_end=meter.intervals[-1].start.date(),
        )
        product = msgspec.structs.replace(product, meter=period)
    app.put_product(who, product)
    if meter is not None:
        app.put_readings(who, product.facility.id, meter.intervals)
    from greencard.interfaces.wiring_supplier_cards import cards_lying_beside  # noqa: PLC0415 - same

    cards = cards_lying_beside(product, path, on=on or app.today(), data=data, trust=trust)
    return app.issue_card(who, product.id, on=on, cards=cards)


def card_bytes(record: CardRecord) -> bytes:
    """The card as the file that travels."""
    from greencard.card import encode_card  # noqa: PLC0415 - same

    return encode_card(record.card)


def example_files() -> list[Path]:
    """The twelve illustrative product files that come with the package."""
    from greencard.adapters.packs.examples import example_files as files  # noqa: PLC0415 - same

    return files()


# -- verification -----------------------------------------------------------------------------------------------------


def verify_file(
    path: Path, *, data: Path | None = None, trust: Path | None = None, at: datetime | None = None
) -> Verification:
    """Check a card file against given keys, or against this installation's own where there is one.

    Verifying never makes a data directory: with neither keys nor installation the issuer is simply not known.
    """
    from greencard.card import MAX_DOCUMENT_BYTES, verify  # noqa: PLC0415 - verification alone loads no store
    from greencard.log import publication_check  # noqa: PLC0415 - same

    document = read_file(path, 2 * MAX_DOCUMENT_BYTES)
    instant = at if at is None or at.tzinfo is not None else at.replace(tzinfo=UTC)
    directory = data or default_data_dir()
    if trust is None and any((directory / "keys").glob("*.pem")):
        with installation(directory) as app:
            return app.verify_card(document, at=instant)
    issuers, logs = trusted_keys(trust) if trust is not None else ({}, {})
    return verify(
        document,
        at=instant or _now(),
        trusted=issuers,
        log_check=publication_check(logs) if logs else None,
    )


def trusted_keys(path: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Public keys of issuers and of logs in a file that `greencard card keys` wrote.

    Raises:
        InvalidInput: it holds no such keys (GC-CLI-005).
    """
    from greencard.services.views import PublicKeys  # noqa: PLC0415 - same

    try:
        keys = msgspec.json.decode(read_file(path, MAX_SETTINGS), type=PublicKeys)
        return (
            {name: b64decode(key, validate=True) for name, key in keys.issuers.items()},
            {name: b64decode(key, validate=True) for name, key in keys.logs.items()},
        )
    except (msgspec.DecodeError, ValueError):
        raise BAD_TRUST.at(Place(file=str(path)), file=str(path)) from None


# -- server -----------------------------------------------------------------------------------------------------------


def api_token_file(data: Path | None) -> Path:
    """The file that holds the token for writing through the API; made on first use, readable by its owner alone."""
    directory = data or default_data_dir()
    file = directory / "api-token"
    try:
        if not file.exists():
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            _make_token(file)
    except OSError as error:
        raise InvalidInput(no_file(str(file), error)) from None
    return file


def _make_token(file: Path) -> None:
    """A whole token under that name, or the one another process made first; a process that dies leaves none."""
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(32) + "\n")
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):
            file.hardlink_to(temporary)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def server(app: Greencard, *, host: str, port: int, data: Path | None) -> Iterator[Callable[[], None]]:
    """The server of the use cases, its address already taken; calling what comes back serves until interrupted.

    Raises:
        Unavailable: the server extra is not installed (GC-CLI-005), or the address cannot be had (GC-HTP-016).
    """
    try:
        from greencard.interfaces.http import ServerSettings, create_app  # noqa: PLC0415 - an extra
        from greencard.interfaces.http.serve import listen, serve  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise NO_SERVER.at(missing=error.name) from None
    settings = ServerSettings(
        party=app.settings.party.id,
        token=read_file(api_token_file(data), MAX_SETTINGS).decode("ascii").strip(),
        base_url=app.settings.base_url,
    )
    with listen(host, port) as bound:
        yield lambda: serve(create_app(app, settings), bound)
