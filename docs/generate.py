"""Regenerate what is generated: the outputs in README.md and the tutorial, the error reference, the source list.

`python docs/generate.py` writes; `python docs/generate.py --check` fails when a file would change. A block to run looks
like this in the Markdown and keeps its output right below:

    <!-- run: greencard assess examples/bamboo-desk-organiser.yaml --on 2026-11-23 -->
    ```console
    $ greencard assess …
    …output…
    ```
    <!-- /run -->

Keys, salts and times differ on every machine; what depends on them is shown as dots or letters of the same width.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
RUN = re.compile(r"<!-- run: (?P<command>[^\n]+?) -->\n.*?<!-- /run -->", re.DOTALL)
VOLATILE = (
    (re.compile(r"/cards/[0-9a-f]{24}"), f"/cards/{'·' * 24}"),
    (re.compile(r"did:key:z6Mk\w+(#z6Mk\w+)?"), "did:key:z6Mk…"),
    (re.compile(r"greencard-log/[0-9a-f]{16}"), f"greencard-log/{'·' * 16}"),
    (re.compile(r"\b[0-9a-f]{16}…"), f"{'·' * 16}…"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:[\d.]+)?(\+00:00|Z)"), "YYYY-MM-DDThh:mm+00:00"),
    (re.compile(r"(signed on|Valid from|until|自|至) \d{4}-\d\d-\d\d"), r"\1 YYYY-MM-DD"),
)
"""What differs on every machine, shown in the same width."""


def normal(text: str) -> str:
    """Output with what differs from machine to machine made alike."""
    for pattern, shown in VOLATILE:
        text = pattern.sub(shown, text)
    return "\n".join(line.rstrip() for line in text.splitlines())


def run(command: str, work: Path) -> str:
    """What a person sees in a 96-column terminal, in English, starting from an empty data directory."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "HOME": str(work),
        "GREENCARD_DATA": str(work / "data"),
        "LANG": "C.UTF-8",
        "COLUMNS": "96",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(  # noqa: S602 - the commands stand in our own Markdown
        command, shell=True, cwd=work, env=environment, capture_output=True, text=True, check=False
    )
    if "Traceback (most recent call last)" in done.stderr:
        sys.exit(f"{command}\n{done.stderr}")  # a broken program is no output to show a reader
    return normal(done.stdout + done.stderr)


def with_outputs(text: str, work: Path) -> str:
    """Markdown with every run block filled anew, in order, in one working directory."""

    def fill(match: re.Match[str]) -> str:
        command = match["command"]
        return f"<!-- run: {command} -->\n```console\n$ {command}\n{run(command, work)}\n```\n<!-- /run -->"

    return RUN.sub(fill, text)


def error_reference() -> str:
    """Every declared code with its sentence and remedy, in both languages."""
    import greencard  # noqa: PLC0415 - after the path is known
    from greencard.errors import REGISTRY  # noqa: PLC0415 - same

    for module in pkgutil.walk_packages(greencard.__path__, "greencard."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    lines = [
        "# Error codes",
        "",
        "Generated from the code. Exit status: `InvalidInput` 2, `Refused` 3, `NotVerified` 4, `Unavailable` 5.",
        "",
        "| code | kind | what is wrong · 问题 | what to do · 怎么办 |",
        "|---|---|---|---|",
    ]
    for code in sorted(REGISTRY):
        kind = REGISTRY[code]
        cells = (f"{kind.en}<br>{kind.zh}", f"{kind.remedy_en}<br>{kind.remedy_zh}")
        lines.append(f"| `{code}` | {kind.root.__name__} | " + " | ".join(c.replace("|", "\\|") for c in cells) + " |")
    return "\n".join(lines) + "\n"


def source_list() -> str:
    """Every source of the shipped data with its licence."""
    lines = [
        "# Sources of the shipped data",
        "",
        "Generated from `src/greencard/data/SOURCES.d/`. Figures are facts with their source; no text was copied.",
        "",
        "| id | title | publisher | licence | used for |",
        "|---|---|---|---|---|",
    ]
    for file in sorted((ROOT / "src/greencard/data/SOURCES.d").glob("*.yaml")):
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        for source in document["sources"] if isinstance(document, dict) else document:
            cells = (
                str(source.get(key, "")).replace("|", "\\|").replace("\n", " ")
                for key in ("id", "title", "publisher", "licence", "used_for")
            )
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def product_file_reference() -> str:
    """The fields of a product file, from the table that drives the parser."""
    from greencard.catalogue import document_fields  # noqa: PLC0415 - after the path is known

    return document_fields()


def schema_files() -> dict[Path, str]:
    """JSON Schemas of the values a program meets, of a product file and of a file of rules."""
    from greencard.catalogue import product_file_schema  # noqa: PLC0415 - after the path is known
    from greencard.model.schemas import PUBLISHED, json_schema  # noqa: PLC0415 - same
    from greencard.rules.entry import RuleFile  # noqa: PLC0415 - same

    documents = {value.__name__: json_schema(value) for value in PUBLISHED}
    documents |= {"product-file": product_file_schema(), "rule-file": json_schema(RuleFile)}
    folder = ROOT / "docs/schemas"
    return {
        folder / f"{name}.json": json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        for name, document in documents.items()
    }


def wanted() -> dict[Path, str]:
    """Generated files and what they should hold."""
    files = schema_files() | {
        ROOT / "docs/errors.md": error_reference(),
        ROOT / "docs/sources.md": source_list(),
        ROOT / "docs/product-file.md": product_file_reference(),
    }
    for name in ("README.md", "README.zh.md", "docs/tutorial.md"):
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            (work / "examples").symlink_to(ROOT / "examples")
            path = ROOT / name
            files[path] = with_outputs(path.read_text(encoding="utf-8"), work)
    return files


def main() -> int:
    """Write or check; 1 when `--check` finds a difference."""
    stale = {
        path: text for path, text in wanted().items() if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    for path, text in stale.items():
        if "--check" in sys.argv:
            print(f"{path.relative_to(ROOT)} is out of date: make docs")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
