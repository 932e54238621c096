"""Which goods Annex I lists, and that a short or partial code is never guessed."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from greencard.adapters.packs.border import border_pack
from greencard.border import eu_cbam, in_scope
from greencard.border.commodity import commodity_code, country_code, spaced
from greencard.border.scope import covered_codes, proposal_for
from greencard.errors import InvalidInput

PACK = border_pack()
ON = date(2026, 9, 30)
SHARED = Path(__file__).parents[2] / "../shared/reference/cbam"

# Typed again from the two reference tables: code, verdict, rule that decides ("" where Annex I names nothing above it).
SAMPLE = [
    ("73181595", "in", "7318"),
    ("73181535", "in", "7318"),
    ("73262000", "in", "7326"),
    ("73102111", "in", "7310"),
    ("73083000", "in", "7308"),
    ("76129030", "in", "7612"),
    ("76161000", "in", "7616"),
    ("76090000", "in", "76090000"),
    ("25232100", "in", "25232100"),
    ("31051000", "in", "3105"),
    ("28041000", "in", "28041000"),
    ("27160000", "in", "27160000"),
    ("26011200", "in", "26011200"),
    ("72024110", "in", "72"),
    ("72022100", "out", "72022"),
    ("72029980", "out", "720299"),
    ("72044990", "out", "7204"),
    ("31056000", "out", "31056000"),
    ("73239300", "out", ""),
    ("76151030", "out", ""),
    ("73170080", "out", ""),
    ("83024200", "out", ""),
    ("44191900", "out", ""),
    ("39241000", "out", ""),
    ("61102091", "out", ""),
    ("95030099", "out", ""),
    ("69111000", "out", ""),
    ("94038200", "out", ""),
]


@pytest.mark.parametrize(("cn", "verdict", "rule"), SAMPLE)
def test_sample_of_annex_i(cn, verdict, rule):
    answer = in_scope(PACK, cn, ON)
    assert (answer.verdict, answer.rule) == (verdict, rule)


def test_gases_and_indirect_emissions_follow_the_rule():
    assert in_scope(PACK, "73181595", ON).ghg == ("CO2",)
    assert in_scope(PACK, "76161000", ON).ghg == ("CO2", "PFC")
    assert in_scope(PACK, "31051000", ON).ghg == ("CO2", "N2O")
    # Direct emissions alone for Annex II goods; cement, fertilisers and sintered ore count both.
    assert {
        cn: in_scope(PACK, cn, ON).indirect for cn in ("73181595", "76161000", "28041000", "26011200", "25233000")
    } == {
        "73181595": False,
        "76161000": False,
        "28041000": False,
        "26011200": True,
        "25233000": True,
    }


def test_heading_without_subdivision_is_covered_as_a_whole():
    # 7609 00 00 means that heading 7609 is not subdivided, so 7609 alone is no ambiguous code.
    for cn in ("7609", "760900", "76090000", "7609000010"):
        assert in_scope(PACK, cn, ON).verdict == "in"


def test_short_code_gives_each_branch():
    answer = in_scope(PACK, "7202", ON)
    assert answer.verdict == "depends"
    out = {branch.code for branch in answer.branches if branch.verdict == "out"}
    assert {"72022", "72023000", "720299"} <= out
    assert [branch.verdict for branch in answer.branches if branch.code == ""] == ["in"]
    # below 7202 30 nothing but an excluded code remains: decided
    assert in_scope(PACK, "720230", ON).verdict == "out"
    assert in_scope(PACK, "720221", ON).verdict == "out"
    assert in_scope(PACK, "720241", ON).verdict == "in"


def test_short_code_with_one_covered_code_below():
    answer = in_scope(PACK, "2601", ON)
    assert answer.verdict == "depends"
    assert [(branch.code, branch.verdict) for branch in answer.branches] == [("26011200", "in"), ("", "out")]
    assert in_scope(PACK, "260112", ON).verdict == "in"
    assert in_scope(PACK, "260111", ON).verdict == "out"


def test_calcined_clay_is_told_apart_by_taric_only():
    assert in_scope(PACK, "2507008080", ON).verdict == "in"
    assert in_scope(PACK, "2507008010", ON).verdict == "out"
    answer = in_scope(PACK, "25070080", ON)
    assert answer.verdict == "depends"
    assert [(branch.code, branch.verdict) for branch in answer.branches] == [("2507008080", "in"), ("", "out")]
    assert in_scope(PACK, "25070020", ON).verdict == "out"
    assert in_scope(PACK, "2507", ON).verdict == "depends"


def test_before_the_mechanism_existed_nothing_is_in_scope():
    assert in_scope(PACK, "73181595", date(2023, 9, 30)).verdict == "out"
    assert in_scope(PACK, "73181595", date(2023, 10, 1)).verdict == "in"


@pytest.mark.parametrize(
    "cn", ["73", "731", "73181", "7318159", "731815955", "73181595123", "", "73181x95", "７３１８１５９５"]
)
def test_forms_that_are_no_code_are_refused(cn):
    with pytest.raises(InvalidInput) as caught:
        in_scope(PACK, cn, ON)
    assert caught.value.code == "GC-BRD-001"


@pytest.mark.parametrize("cn", ["00181595", "77010000", "98801000", "99050000", "73001595", "1" * 5000, 73181595, None])
def test_chapters_without_goods_and_foreign_types_are_refused(cn):
    with pytest.raises(InvalidInput) as caught:
        commodity_code(cn)
    assert caught.value.code == "GC-BRD-001"
    assert len(str(caught.value)) < 200


def test_code_may_be_written_with_spaces_or_dots():
    assert commodity_code("7318 15 95") == commodity_code("7318.15.95") == "73181595"
    assert spaced("7318159510") == "7318 15 95 10"


def test_country_codes():
    assert country_code("CN", PACK.territories) == "CN"
    for wrong in ("UK", "EL", "cn", "CHN", "", None, "ZZ"):
        with pytest.raises(InvalidInput) as caught:
            country_code(wrong, PACK.territories)
        assert caught.value.code == "GC-BRD-002"


def test_proposal_is_named_and_never_scope():
    assert in_scope(PACK, "73239400", date(2029, 1, 1)).verdict == "out"
    assert proposal_for(PACK, "73239400") is not None
    assert proposal_for(PACK, "73239300") is None
    assert proposal_for(PACK, "94032080").ex  # heading 9403 20, only if containing steel or aluminium
    assert not proposal_for(PACK, "94031058").ex
    assert proposal_for(PACK, "87042131") is not None
    assert proposal_for(PACK, "87042139") is None  # carved out
    assert proposal_for(PACK, "732394") is not None  # below a short code


def test_covered_codes_below_a_short_code():
    codes = covered_codes(PACK, in_scope(PACK, "731812", ON))
    assert codes == ("73181210", "73181290")
    assert covered_codes(PACK, in_scope(PACK, "25231000", ON)) == ("2523100010", "2523100090")
    assert covered_codes(PACK, in_scope(PACK, "2601", ON)) == ("26011200",)
    assert covered_codes(PACK, in_scope(PACK, "25070080", ON)) == ("2507008080",)


def _reference(name):
    path = SHARED / name
    if not path.exists():
        pytest.skip("shared material not beside this checkout")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_yiwu_goods():
    rows = _reference("yiwu_goods_scope.csv")
    assert len(rows) == 95
    for row in rows:
        answer = in_scope(PACK, row["cn_code"], ON)
        assert answer.verdict == row["eu_cbam_2026"], row
        if answer.verdict == "out":
            found = proposal_for(PACK, row["cn_code"])
            said = "no" if found is None else "yes (ex)" if found.ex else "yes"
            assert said == row["proposed_2028_COM_2025_989"], row


def test_all_codes_of_the_commission_list():
    rows = _reference("cn_scope_8digit.csv")
    assert len(rows) == 569
    for row in rows:
        answer = in_scope(PACK, row["cn_code"], ON)
        # Calcined clay is an "ex" code since Regulation (EU) 2025/2083: eight digits no longer decide it.
        assert answer.verdict == ("depends" if row["cn_code"] == "25070080" else "in"), row
        assert answer.category == row["sector"], row


def test_every_benchmark_code_is_in_scope():
    assert len(PACK.codes) == len(PACK.benchmarks) == 570
    assert {cn for cn in PACK.codes if in_scope(PACK, cn, ON).verdict != "in"} == {"25070080"}


def test_what_annex_i_lists_in_part_is_not_called_excluded():
    reason = ask("2507008010").reason
    assert "lists a part only (ex code: calcined kaolinic clay" in reason.en
    assert "excludes" not in reason.en
    assert "仅列 2507 00 80 的一部分" in reason.zh
    scrap = ask("72041000").reason
    assert "excludes 7204 (waste and scrap" in scrap.en
    assert "将 7204（废碎料及供再熔的废锭）排除在外" in scrap.zh


def test_every_exclusion_says_in_chinese_what_it_is():
    for rule in border_pack().scope.values():
        if not rule.include:
            zh = ask(rule.prefix if len(rule.prefix) in {4, 6, 8} else f"{rule.prefix}1").reason.zh
            assert "（" in zh.partition("附件一")[2]


def ask(cn):
    return eu_cbam(
        border_pack(),
        cn=cn,
        origin="CN",
        net_mass_t=Decimal(1),
        on=date(2026, 8, 15),
        importer_tonnes=None,
        as_of=date(2026, 11, 23),
    )
