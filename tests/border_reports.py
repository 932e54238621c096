"""Reports of operators for the tests: a screw works (direct emissions alone) and a clinker kiln (indirect ones too)."""

from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from greencard.border import (
    ConsumedPrecursor,
    ElectricityUse,
    Precursor,
    ProcessData,
    SourceStream,
    Verification,
)
from greencard.border.report import OperatorData, filled_report
from greencard.border.report.records import (
    Address,
    Installation,
    MonitoringPlan,
    Operator,
    ReportVerification,
    SectorParameters,
)

D = Decimal
VERIFIED = Verification(verifier="Example Verification GmbH", report="VR-2026-9", year=2026)
ADDRESS = Address(street="1 Example Road", post_code="322000", city="Yiwu", country="CN")
OPERATOR = Operator(name="Example Fasteners Co., Ltd.", registration_number="9133EXAMPLE", address=ADDRESS)
INSTALLATION = Installation(
    name="Example Yiwu works",
    unlocode="CNYIW",
    address=ADDRESS,
    latitude=D("29.31"),
    longitude=D("120.07"),
)
STEEL = SectorParameters(
    manganese_pct=D("0.5"),
    chromium_pct=D(0),
    nickel_pct=D(0),
    other_alloys_pct=D("0.3"),
    scrap_t_per_t=D(0),
)


def gas(tonnes):
    return SourceStream(name="natural gas", activity=D(tonnes), ncv_tj_per_unit=D("0.048"), emission_factor=D("56.1"))


def grid(mwh):
    return ElectricityUse(name="grid", mwh=D(mwh), emission_factor_t_per_mwh=D("0.55"))


def screw_processes(*, rod=None, verification=VERIFIED):
    rod = rod or ConsumedPrecursor(cn="72131000", mass_t=D(1060), origin="CN")
    return {
        "bolts": ProcessData(
            cn="73181595",
            activity_level_t=D(1000),
            streams=(gas(20),),
            electricity_in=(grid(400),),
            precursors=(ConsumedPrecursor(cn="72171090", mass_t=D(1040), process="wire"),),
            installation=INSTALLATION.name,
            verification=verification,
        ),
        "wire": ProcessData(
            cn="72171090",
            activity_level_t=D(1040),
            streams=(gas(10),),
            electricity_in=(grid(150),),
            precursors=(rod,),
            installation=INSTALLATION.name,
        ),
    }


def screw_data(**change):
    return OperatorData(operator=OPERATOR, installation=INSTALLATION, processes=screw_processes(**change))


def completed(report, parameters=STEEL):
    """The same report with everything that no meter tells."""
    return replace(
        report,
        monitoring_plan=MonitoringPlan(
            version="Monitoring plan 2, 2026-01-05", main_fuels=("natural gas",), zero_rated_fuels="none"
        ),
        waste_gases="none",
        data_gaps="none",
        attribution="Sub-meters for gas and electricity at each process.",
        goods=tuple(
            replace(good, data_quality="all monitored", benchmarks_confirmed=True, parameters=parameters)
            for good in report.goods
        ),
        verification=ReportVerification(
            verifier=VERIFIED.verifier,
            accreditation_body="Example Accreditation",
            accreditation_number="EA-123",
            accreditation_country="DE",
            report=VERIFIED.report,
            year=2026,
            issued_on=date(2027, 2, 20),
        ),
    )


def screw_report(pack, **change):
    return completed(filled_report(pack, screw_data(**change), "bolts"))


def bought_rod(**change):
    """Wire rod of another works, by its producer's figures."""
    stated = Precursor(
        cn="72131000",
        origin="CN",
        mass_t_per_t=D(1),
        see_t_per_t=D("1.9"),
        split_stated=True,
        verified=True,
        sefa_t_per_t=D("1.3"),
        route="C",
        installation="Example mill",
        **change,
    )
    return ConsumedPrecursor(cn="72131000", mass_t=D(1060), origin="CN", stated=stated)


def sinter_report(pack):
    """Sintered ore: not in Annex II, so electricity counts."""
    process = ProcessData(
        cn="26011200",
        activity_level_t=D(1000),
        streams=(
            SourceStream(name="coke breeze", activity=D(50), ncv_tj_per_unit=D("0.0282"), emission_factor=D(107)),
        ),
        electricity_in=(grid(40),),
        installation="Example sinter plant",
        verification=VERIFIED,
    )
    data = OperatorData(
        operator=OPERATOR,
        installation=replace(INSTALLATION, name="Example sinter plant"),
        processes={"sinter": process},
    )
    report = completed(filled_report(pack, data, "sinter"), SectorParameters())
    return replace(
        report,
        electricity_factor_t_per_mwh=D("0.55"),
        electricity_for_goods_mwh=D(40),
        indirect_t=D(22),
    )
