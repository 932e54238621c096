"""A made-up market, the same on every machine: the catalogue's words, 3 to 12 lines, some products made of others."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from greencard.adapters.packs.factors import factor_catalogue

__all__ = ["generated", "write_folder", "write_lines"]

_FUELS = ("natural gas", "bituminous coal", "diesel")
_STEPS = ("moulding", "cutting", "sewing", "welding", "painting", "assembly", "firing", "polishing", "printing")
_BOXES = ("corrugated board box", "LDPE film", "kraft paper")
_COUNTRIES = ("CN",) * 9 + ("VN",)


def _words() -> list[tuple[str, str, bool]]:
    """Words of each material of the catalogue in both languages, with its waste stream, plastics marked."""
    materials = sorted(factor_catalogue().materials.values(), key=lambda material: material.id)
    return [
        (word, material.waste, material.waste == "plastic")
        for material in materials
        if not material.rating
        for word in (*material.en[:2], *material.zh[:1])
    ]


def generated(count: int, seed: int = 20261123, *, linked: float = 0.05) -> Iterator[dict[str, Any]]:
    """`count` products as the file format has them; `linked` of them are made of one or two earlier ones."""
    chance = random.Random(seed)  # noqa: S311 - the same market every time is the point
    words = _words()
    masses: list[float] = []
    for number in range(count):
        merchant = chance.randrange(200)
        lines = []
        for _ in range(chance.randint(3, 12)):
            word, _stream, plastic = chance.choice(words)
            net = chance.randint(2, 900) / 1000
            line: dict[str, Any] = {"material": word, "net_kg": net, "plastic": plastic}
            if chance.random() < 0.7:
                line["gross_kg"] = round(net * (1 + chance.randint(1, 30) / 100), 6)
            if chance.random() < 0.8:
                line["distance_km"] = chance.randint(5, 1500)
            if chance.random() < 0.15:
                line["recycled"] = {"share_pct": chance.choice((20, 30, 50, 100))}
                if chance.random() < 0.5:
                    line["recycled"]["evidence"] = {"grade": "E1", "kind": "GRS certificate", "number": f"G{merchant}"}
            if chance.random() < 0.05:
                line["supplier"] = {"kg_co2e_per_kg": chance.randint(50, 900) / 100, "scope": "cradle_to_gate"}
            lines.append(line)
        if masses and chance.random() < linked:
            for other in {chance.randrange(len(masses)) for _ in range(chance.randint(1, 2))}:
                units = chance.randint(1, 3)
                mass = round(units * masses[other], 6)
                lines.append({"material": "own part", "net_kg": mass, "distance_km": 3, "product": f"p{other:07d}"})
        mass = round(sum(line["net_kg"] for line in lines), 6)
        masses.append(mass)
        yield {
            "schema": "greencard/product/1",
            "illustrative": True,
            "id": f"p{number:07d}",
            "name": {"zh": f"商品{number}", "en": f"Article {number}"},
            "declared_unit": {"zh": "1 件", "en": "1 piece"},
            "identifiers": {"sku": f"YW-{merchant:03d}-{number}"},
            "customs": {"code": "392690", "origin": "CN"},
            "seller": {"id": f"m{merchant:03d}", "name": {"zh": f"商户{merchant}", "en": f"Stall {merchant}"}},
            "facility": {
                "id": f"f{merchant:03d}",
                "name": {"zh": f"工厂{merchant}", "en": f"Factory {merchant}"},
                "place": {"zh": "义乌", "en": "Yiwu"},
                "country": chance.choice(_COUNTRIES),
            },
            "mass_kg": mass,
            "bom": lines,
            "processes": [_step(chance) for _ in range(chance.randint(1, 3))],
            "packaging": [
                {"material": box, "mass_kg": chance.randint(1, 80) / 1000, "plastic": box == "LDPE film"}
                for box in chance.sample(_BOXES, chance.randint(1, 2))
            ],
            "prices": [{"amount": chance.randint(100, 9000) / 100, "currency": "CNY", "term": "EXW"}],
        }


def _step(chance: random.Random) -> dict[str, Any]:
    step: dict[str, Any] = {"name": chance.choice(_STEPS), "electricity_kwh": chance.randint(1, 4000) / 1000}
    if chance.random() < 0.3:
        step["heat_mj"] = chance.randint(1, 300) / 10
        step["heat_fuel"] = chance.choice(_FUELS)
    if chance.random() < 0.4:
        step["evidence"] = {"grade": "E1", "kind": "electricity bill", "number": f"B{chance.randrange(500)}"}
    return step


def write_folder(folder: Path, count: int, suffix: str = ".json") -> int:
    """One file per product; the bytes written."""
    folder.mkdir(parents=True, exist_ok=True)
    size = 0
    for product in generated(count):
        data = json.dumps(product, ensure_ascii=False).encode()
        (folder / f"{product['id']}{suffix}").write_bytes(data)
        size += len(data)
    return size


def write_lines(file: Path, count: int) -> int:
    """One product per line; the bytes written."""
    with file.open("wb") as sink:
        return sum(sink.write(json.dumps(product, ensure_ascii=False).encode() + b"\n") for product in generated(count))
