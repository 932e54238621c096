"""A command line to copy for each verb: shown at the end of its help. Files named are those of `examples/`."""

from __future__ import annotations

from typing import Final

__all__ = ["EXAMPLES"]

_DESK: Final = "examples/bamboo-desk-organiser.yaml"
_TOTE: Final = "examples/rpet-tote.yaml"
_REPORT: Final = "examples/border/screw-works-report.json"
_WORKS: Final = "examples/border/screw-works.yaml"

EXAMPLES: Final[dict[str, tuple[str, ...]]] = {
    "init": ("greencard init my-product.yaml --lang zh",),
    "product check": (f"greencard product check {_DESK}",),
    "product schema": ("greencard product schema",),
    "energy match": ("greencard energy match examples/readings/haiyan-2026-10.csv",),
    "energy allocate": ("greencard energy allocate examples/facility/yiwu-2026-10.yaml",),
    "energy lots": ("greencard energy lots",),
    "factors search": ("greencard factors search 再生PET --region CN",),
    "factors show": ("greencard factors show material/pet/cn-cpcd-filament-recycled",),
    "factors check": ("greencard factors check",),
    "assess": (f"greencard assess {_DESK} --explain", "greencard assess examples --csv figures.csv"),
    "report": (f"greencard report {_DESK} --out desk.report.md",),
    "compare": (f"greencard compare {_TOTE} examples/pla-carrier-bag.yaml",),
    "pillars": (f"greencard pillars {_TOTE} --profile small-importer --to DE",),
    "card issue": (f"greencard card issue {_DESK} --out desk.card.json",),
    "card verify": ("greencard card verify desk.card.json",),
    "card list": ("greencard card list",),
    "card keys": ("greencard card keys",),
    "card withdraw": ("greencard card withdraw CARD",),
    "check": (
        f"greencard check {_DESK} --to DE --quantity 5000",
        "greencard check examples --to DE,FR@2027-03-01 --quantity 900 --out a.csv",
        f"greencard check {_TOTE} --to DE --quantity 5000 --explain",
    ),
    "claims": (
        'greencard claims "100% biodegradable" --to DE,US-CA',
        f"greencard claims label.txt --to DE --product {_TOTE}",
    ),
    "rules list": ("greencard rules list packaging --to DE",),
    "rules show": ("greencard rules show EU-FCM-BAMBOO",),
    "rules diff": ("greencard rules diff --from 2026-11-30 --until 2027-03-01 --to DE,FR",),
    "rules check": ("greencard rules check",),
    "border cost": (
        "greencard border cost --cn 73181410 --origin CN --kg 900 --importer-tonnes 52",
        "greencard border cost lines.csv --out answers.csv",
    ),
    "border scope": ("greencard border scope 73181410",),
    "border outlook": ("greencard border outlook --cn 73181410 --origin CN --kg 52000",),
    "border calendar": ("greencard border calendar --from 2026-11-01 --until 2027-12-31",),
    "border schema": ("greencard border schema",),
    "border report new": ("greencard border report new works.yaml",),
    "border report check": (f"greencard border report check {_REPORT}",),
    "border report fill": (f"greencard border report fill {_WORKS} --out works.json",),
    "border report actual": ("greencard border report actual works.json --cn 73181410 --draft",),
    "border report outline": (f"greencard border report outline {_REPORT}",),
    "border report schema": ("greencard border report schema",),
    "border template": ("greencard border template works.json --workbook v21.xlsx --out filled.xlsx",),
    "border import": ("greencard border import defaults.xlsx --out border-data",),
    "demo": ("greencard demo --lang zh",),
    "serve": ("greencard serve --data ./data --base-url https://cards.example",),
}
"""By verb, in the words of the command line."""
