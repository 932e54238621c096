"""The operator's emissions report: one place for every datum that Annex IV of IR (EU) 2025/2547 asks for.

Implementing Regulation (EU) 2025/2547, Annex IV point 1.1 (items 1 to 35), point 1.2 (summary) and point 2 (sector
parameters), read in a public transcription of OJ L, 2025/2547, 22.12.2025; the words here are ours. Annex IV names some
data twice (13 and 31, 19 and 27); here each stands once and `by_item` answers every item from it. Every field may be
missing, so that an unfinished report can be read and checked. Texts are in English (Art. 10(4)).

Nothing of a life-cycle assessment, no transport and no offset has a place here.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

from msgspec import Meta

from greencard.border.installation import ElectricityUse, HeatFlow, OtherGas, SourceStream, WasteGasFlow
from greencard.border.statement import ActualEmissions
from greencard.model import Value

__all__ = [
    "SCHEMA",
    "Address",
    "CarbonPriceDue",
    "CarbonTransfer",
    "Composition",
    "ElectricitySource",
    "Installation",
    "MeasuredSource",
    "MonitoringPlan",
    "Operator",
    "OperatorReport",
    "OwnGeneration",
    "PrecursorUse",
    "ReportVerification",
    "ReportedGood",
    "ReportedPrecursor",
    "ReportedProcess",
    "ReportingPeriod",
    "RouteQuantity",
    "SectorParameters",
]

SCHEMA: Final = "greencard/operator-report/1"


def _is(item: str, text: str) -> Meta:
    """What a field holds and which item of Annex IV asks for it, as the JSON Schema shows it."""
    return Meta(description=f"{text} [Annex IV {item}]" if item else text)


class Address(Value, frozen=True, kw_only=True):
    """A full address in English transcript."""

    street: str = ""
    post_code: str = ""
    city: str = ""
    country: Annotated[str, _is("", "ISO 3166-1 alpha-2.")] = ""


class Operator(Value, frozen=True, kw_only=True):
    """Who runs the installation."""

    name: Annotated[str, _is("1.1 (1)(a)", "Name of the operator.")] = ""
    registration_number: Annotated[str, _is("1.1 (1)(b)", "Number in the register of companies or activities.")] = ""
    address: Annotated[Address, _is("1.1 (1)(c)", "Full address in English.")] = Address()
    contact: Annotated[str, _is("", "E-mail or telephone of the person who answers questions.")] = ""


class Installation(Value, frozen=True, kw_only=True):
    """The installation under verification."""

    name: Annotated[str, _is("1.1 (1)(d)", "Name of the installation.")] = ""
    registry_id: Annotated[str, _is("1.1 (1)(d)", "Its identifier in the CBAM registry, where it is registered.")] = ""
    unlocode: Annotated[str, _is("1.1 (1)(d)", "UN/LOCODE of the location, such as CNYIW.")] = ""
    address: Annotated[Address, _is("1.1 (1)(d)", "Full address in English transcript.")] = Address()
    latitude: Annotated[Decimal | None, _is("1.1 (1)(d)", "Degrees north of the main emission source.")] = None
    longitude: Annotated[Decimal | None, _is("1.1 (1)(d)", "Degrees east of the main emission source.")] = None
    economic_activity: str = ""


class ReportingPeriod(Value, frozen=True, kw_only=True):
    """The calendar year the data speak of (Art. 1 (5), Art. 7)."""

    start: date | None = None
    end: date | None = None
    months_monitored: Annotated[
        int | None, _is("1.1 (8)", "For a new installation: months in which emissions were monitored.")
    ] = None


class MonitoringPlan(Value, frozen=True, kw_only=True):
    """Summary of the monitoring plan, apart from processes, routes and goods, which stand with the processes."""

    version: Annotated[str, _is("1.1 (2)", "Which plan this is: title, version, day.")] = ""
    other_processes: Annotated[tuple[str, ...], _is("1.1 (2)(b)", "Processes at the installation outside CBAM.")] = ()
    main_fuels: Annotated[tuple[str, ...], _is("1.1 (2)(d)", "The five most important fuels by energy content.")] = ()
    main_materials: Annotated[
        tuple[str, ...], _is("1.1 (2)(e)", "The five most important materials that give process emissions.")
    ] = ()
    continuous_measurement: Annotated[
        tuple[str, ...], _is("1.1 (2)(f)", "Gases and the five biggest sources measured continuously.")
    ] = ()
    zero_rated_fuels: Annotated[
        str | None, _is("1.1 (2)(g)", "Zero-rated fuels and how that is shown; `none` where none is used.")
    ] = None
    heat_partners: Annotated[
        tuple[str, ...], _is("1.1 (2)(h)", "Installations from or to which measurable heat is imported or exported.")
    ] = ()


class ElectricitySource(Value, frozen=True, kw_only=True):
    """One source of the electricity consumed: the grid, another installation, the installation itself."""

    name: Annotated[str, _is("", "The name that processes use for it in `electricity_in`.")] = ""
    mwh: Annotated[Decimal | None, _is("1.1 (3), (12)", "MWh of the year from this source.")] = None
    supplier: Annotated[str, _is("1.1 (3), (11)", "Name of the supplier, where it is another installation.")] = ""
    installation: Annotated[str, _is("1.1 (11)", "Installation that produced it.")] = ""
    country: Annotated[str, _is("1.1 (3), (12)", "Country of origin of the electricity, ISO 3166-1 alpha-2.")] = ""
    emission_factor_t_per_mwh: Annotated[Decimal | None, _is("1.1 (12), (32)", "Emission factor, t CO2/MWh.")] = None
    basis: Annotated[
        Literal["grid_default", "direct_link", "power_purchase_agreement", "own_production"],
        _is("1.1 (15)(e), (33)", "Where its factor comes from; guarantees of origin are no evidence."),
    ] = "grid_default"
    evidence: Annotated[
        str, _is("1.1 (15)(e), (33)", "Contract, meter and other evidence given to the verifier (Annex II D.4.3).")
    ] = ""


class OwnGeneration(Value, frozen=True, kw_only=True):
    """How electricity is produced inside the installation."""

    by_cogeneration: Annotated[bool, _is("1.1 (4)(a)", "By co-generation.")] = False
    separately: Annotated[bool, _is("1.1 (4)(b)", "By separate generation.")] = False
    fuel: Annotated[
        Literal["fossil", "renewable", "both"] | None, _is("1.1 (4)(c)", "From fossil or renewable sources.")
    ] = None
    exported: Annotated[bool, _is("1.1 (4)(d)", "Whether any leaves the boundaries of a production process.")] = False


class CarbonTransfer(Value, frozen=True, kw_only=True):
    """CO2 received from or given to others, to be stored or chemically bound."""

    direction: Literal["received", "exported"]
    tonnes: Annotated[Decimal | None, _is("1.1 (16)(d)", "t CO2 of the year.")] = None
    purpose: Annotated[
        Literal["geological_storage", "chemically_bound"] | None, _is("1.1 (16)(d)", "What becomes of it.")
    ] = None
    partner: Annotated[str, _is("1.1 (6)", "The other installation or transport infrastructure.")] = ""
    contact: Annotated[str, _is("1.1 (6)", "Name and contact data of the person responsible there.")] = ""


class MeasuredSource(Value, frozen=True, kw_only=True):
    """Emissions of one source found by measurement or by another method."""

    name: str = ""
    gas: Literal["CO2", "N2O", "CF4", "C2F6"] = "CO2"
    tonnes_co2e: Decimal | None = None
    method: Annotated[
        Literal["measurement", "other"], _is("1.1 (16)(b), (c)", "Continuous measurement, or another method.")
    ] = "measurement"


class PrecursorUse(Value, frozen=True, kw_only=True):
    """A precursor that a process consumes: a bought one by its `id`, or one made here by the name of its process."""

    precursor: Annotated[str, _is("1.1 (21)", "`id` of a bought precursor.")] = ""
    process: Annotated[str, _is("1.1 (19), (27)", "Name of the process here that makes it.")] = ""
    mass_t: Annotated[Decimal | None, _is("1.1 (19), (21)", "t of the year, before cutting: off-cuts stay in.")] = None


class RouteQuantity(Value, frozen=True, kw_only=True):
    """Goods made by one production route."""

    route: Annotated[str, _is("1.1 (2)(a), (34)", "Letter of IR (EU) 2025/2620, or the name of the route.")] = ""
    quantity: Annotated[Decimal | None, _is("1.1 (34)", "In the functional unit.")] = None


class ReportedProcess(Value, frozen=True, kw_only=True):
    """One production process: what goes in, what comes out, and the emissions attributed to it."""

    name: str = ""
    cn: Annotated[str, _is("1.1 (2)(a)", "CN code of the goods it makes, eight digits.")] = ""
    route: Annotated[str, _is("1.1 (2)(a)", "Production route: letter of IR (EU) 2025/2620, where one applies.")] = ""
    functional_unit: Annotated[
        Literal["t", "t_clinker", "kg_nitrogen", "kwh"], _is("1.1 (30), (31)", "Functional unit (Art. 4).")
    ] = "t"
    activity_level: Annotated[Decimal | None, _is("1.1 (30)", "Goods that left the process, in the unit.")] = None
    direct_t: Annotated[Decimal | None, _is("1.1 (30)", "Attributed direct emissions, t CO2e (eq. 55).")] = None
    indirect_t: Annotated[Decimal | None, _is("1.1 (30)", "Attributed indirect emissions, t CO2e (eq. 56).")] = None
    other_goods: Annotated[
        tuple[str, ...], _is("1.1 (14)", "Goods outside CBAM made by the same process, with quantities.")
    ] = ()
    streams: Annotated[
        tuple[SourceStream, ...], _is("1.1 (16)(a)", "Activity data and calculation factors of source streams.")
    ] = ()
    gases: Annotated[tuple[OtherGas, ...], _is("1.1 (16)(b), (c)", "Other gases of the process, t.")] = ()
    heat_in: Annotated[tuple[HeatFlow, ...], _is("1.1 (17)", "Measurable heat imported.")] = ()
    heat_out: Annotated[tuple[HeatFlow, ...], _is("1.1 (17)", "Measurable heat exported.")] = ()
    waste_gas_in: Annotated[tuple[WasteGasFlow, ...], _is("1.1 (5), (17)", "Waste gases imported.")] = ()
    waste_gas_out: Annotated[tuple[WasteGasFlow, ...], _is("1.1 (5), (17)", "Waste gases exported.")] = ()
    electricity_in: Annotated[
        tuple[ElectricityUse, ...], _is("1.1 (17), (26)", "Electricity consumed, by name of its source.")
    ] = ()
    electricity_produced: Annotated[tuple[ElectricityUse, ...], _is("1.1 (17)", "Electricity produced.")] = ()
    uses: Annotated[tuple[PrecursorUse, ...], _is("1.1 (19), (21), (27)", "Precursors consumed.")] = ()


class ReportedPrecursor(Value, frozen=True, kw_only=True):
    """A precursor obtained from another installation."""

    id: Annotated[str, _is("", "The name that processes use for it in `uses`.")] = ""
    cn: Annotated[str, _is("1.1 (22)(a), (23)(a)", "CN code.")] = ""
    name: Annotated[str, _is("1.1 (22)(b), (23)(b)", "Name of the good.")] = ""
    origin: Annotated[str, _is("1.1 (22)(c), (23)(c)", "Country of origin; empty only where it is not known.")] = ""
    total_t: Annotated[Decimal | None, _is("1.1 (20)", "t used by the installation in the year.")] = None
    basis: Annotated[
        Literal["default", "actual"], _is("1.1 (22), (23)", "Default value, or its producer's actual emissions.")
    ] = "default"
    default_value: Annotated[
        Decimal | None, _is("1.1 (22)(d)", "The default value that applies, t CO2e/t, before mark-up.")
    ] = None
    see_direct: Annotated[Decimal | None, _is("1.1 (23)(e)", "Specific embedded direct emissions, t CO2e/t.")] = None
    see_indirect: Annotated[
        Decimal | None, _is("1.1 (23)(e)", "Specific embedded indirect emissions, t CO2e/t, where they count.")
    ] = None
    sefa: Annotated[
        Decimal | None, _is("1.2 (4)(e)", "Its whole free-allocation adjustment, t CO2e/t, where its report states it.")
    ] = None
    year: Annotated[int | None, _is("1.1 (23)(d)", "Calendar year its emissions speak of.")] = None
    year_by: Annotated[
        Literal["default_period", "time_of_production"] | None,
        _is("1.1 (23)(d)", "Year of the complex good, or the proven time of production (Art. 13)."),
    ] = None
    mixed_years_weighted: Annotated[
        bool | None, _is("1.1 (24)", "Bought from several years: whether the figure is the weighted mean (Art. 14(1)).")
    ] = None
    several_installations: Annotated[
        Literal["weighted_mean", "identified_installations"] | None,
        _is("1.1 (25)", "Bought from several installations: mean of all (Art. 14(2)), or those proven (14(3))."),
    ] = None
    operator: Annotated[str, _is("1.1 (28)", "Operator of the installation of origin.")] = ""
    installation: Annotated[str, _is("1.1 (28)", "Installation of origin.")] = ""
    registry_id: Annotated[str, _is("1.1 (28)", "Its identifier in the CBAM registry, if it has one.")] = ""
    route: Annotated[str, _is("", "Production route of its last process (Annex II E (2)(d)).")] = ""
    verified: Annotated[bool, _is("", "Whether its producer's figures were verified.")] = False
    verifier: Annotated[str, _is("", "Verifier of its producer's report (recital 18).")] = ""
    verification_report: Annotated[str, _is("", "Number of that verification report.")] = ""
    emissions: Annotated[
        ActualEmissions | None, _is("", "Its producer's own data level by level, where they are shared.")
    ] = None


class Composition(Value, frozen=True, kw_only=True):
    """One composition of goods sold with different clinker or nitrogen contents."""

    name: str = ""
    content: Annotated[Decimal | None, _is("", "Clinker, t/t, or nitrogen, kg/t.")] = None
    see_direct: Annotated[Decimal | None, _is("1.1 (15)(b)", "Specific direct embedded emissions of it.")] = None


class SectorParameters(Value, frozen=True, kw_only=True):
    """Parameters of point 2; which of them a good needs follows from its CN code. Shares are per cent by mass."""

    reducing_agent: Annotated[str, _is("2", "Main reducing agent of pig iron, DRI or of the precursor.")] = ""
    manganese_pct: Annotated[Decimal | None, _is("2", "Mn.")] = None
    chromium_pct: Annotated[Decimal | None, _is("2", "Cr.")] = None
    nickel_pct: Annotated[Decimal | None, _is("2", "Ni.")] = None
    other_alloys_pct: Annotated[Decimal | None, _is("2", "All other alloy elements together.")] = None
    carbon_pct: Annotated[Decimal | None, _is("2", "Carbon, of ferro-alloys.")] = None
    scrap_t_per_t: Annotated[Decimal | None, _is("2", "t of scrap used per t of product.")] = None
    pre_consumer_scrap_pct: Annotated[Decimal | None, _is("2", "Share of that scrap that is pre-consumer scrap.")] = (
        None
    )
    other_elements_pct: Annotated[
        Decimal | None, _is("2", "Aluminium: elements other than aluminium, where above 1 %.")
    ] = None
    clinker_ratio_pct: Annotated[Decimal | None, _is("2", "Cement: clinker per cement.")] = None
    nitrogen_pct: Annotated[Decimal | None, _is("2", "Fertilisers: total N.")] = None
    nitrogen_ammonium_pct: Annotated[Decimal | None, _is("2", "N as ammonium.")] = None
    nitrogen_nitrate_pct: Annotated[Decimal | None, _is("2", "N as nitrate.")] = None
    nitrogen_urea_pct: Annotated[Decimal | None, _is("2", "N as urea.")] = None
    nitrogen_other_pct: Annotated[Decimal | None, _is("2", "N in other (organic) forms.")] = None
    purity_pct: Annotated[Decimal | None, _is("2", "Urea: urea contained.")] = None
    concentration_pct: Annotated[Decimal | None, _is("2", "Nitric acid; ammonia in solution.")] = None


class CarbonPriceDue(Value, frozen=True, kw_only=True):
    """A carbon price due in the country of origin (Regulation (EU) 2023/956 Art. 9); not part of Annex IV."""

    country: str = ""
    instrument: str = ""
    per_t_product: Decimal | None = None
    currency: str = ""
    rebate_per_t_product: Decimal | None = None
    evidence: str = ""


class ReportedGood(Value, frozen=True, kw_only=True):
    """One good of the installation, by CN code."""

    cn: Annotated[str, _is("1.1 (13), (31)", "CN code, eight digits.")] = ""
    name: Annotated[str, _is("1.1 (13)", "Name of the good as invoices print it.")] = ""
    process: Annotated[str, _is("1.1 (13)", "Name of the process that makes it.")] = ""
    quantity_t: Annotated[Decimal | None, _is("1.1 (13)", "t produced in the year.")] = None
    quantity: Annotated[
        Decimal | None, _is("1.1 (31)", "In the functional unit, where that is another unit than tonnes.")
    ] = None
    by_route: Annotated[tuple[RouteQuantity, ...], _is("1.1 (34)", "Quantity per production route.")] = ()
    see_direct: Annotated[
        Decimal | None, _is("1.1 (15)(a)", "Specific direct embedded emissions, t CO2e per functional unit.")
    ] = None
    see_indirect: Annotated[
        Decimal | None, _is("1.1 (15)(e)", "Specific indirect embedded emissions; goods outside Annex II only.")
    ] = None
    compositions: Annotated[tuple[Composition, ...], _is("1.1 (15)(b)", "Where sold in several compositions.")] = ()
    data_quality: Annotated[
        str, _is("1.1 (15)(c)", "Methods used; whether all was monitored or default values were used.")
    ] = ""
    default_share: Annotated[
        Decimal | None, _is("1.1 (15)(d)", "Share of embedded emissions from default values, 0 to 1.")
    ] = None
    indirect_actual_share: Annotated[
        Decimal | None, _is("1.1 (15)(e)", "Share of indirect emissions on actual values, 0 to 1.")
    ] = None
    indirect_criteria_met: Annotated[
        bool | None,
        _is("1.1 (15)(e)", "Criteria of Regulation (EU) 2023/956 Annex IV point 6 met, evidence with the verifier."),
    ] = None
    sefa: Annotated[
        Decimal | None, _is("1.2 (4)(e)", "Specific embedded free allocation, t CO2e per functional unit.")
    ] = None
    benchmarks_confirmed: Annotated[
        bool | None, _is("1.2 (4)(f)", "The applicable CBAM benchmarks and the methods for `sefa` were used.")
    ] = None
    parameters: Annotated[SectorParameters, _is("1.1 (35), 2", "Sector-specific parameters.")] = SectorParameters()
    carbon_price: CarbonPriceDue | None = None


class ReportVerification(Value, frozen=True, kw_only=True):
    """The report of an accredited verifier on this report (Regulation (EU) 2023/956 Art. 8; IR (EU) 2025/2546)."""

    verifier: str = ""
    accreditation_body: Annotated[str, _is("", "National accreditation body (Del. Reg. (EU) 2025/2551).")] = ""
    accreditation_number: str = ""
    accreditation_country: Annotated[str, _is("", "Member State, ISO 3166-1 alpha-2.")] = ""
    report: Annotated[str, _is("", "Number of the verification report.")] = ""
    year: Annotated[int | None, _is("", "Calendar year it covers.")] = None
    issued_on: date | None = None
    address: Address = Address()


class OperatorReport(Value, frozen=True, kw_only=True):
    """The report of one installation for one calendar year; `schema` names this format."""

    schema: Literal["greencard/operator-report/1"] = SCHEMA
    language: Annotated[Literal["en"], _is("", "The report is in English (IR (EU) 2025/2547 Art. 10(4)).")] = "en"
    illustrative: bool = False
    operator: Operator = Operator()
    installation: Installation = Installation()
    period: ReportingPeriod = ReportingPeriod()
    monitoring_plan: MonitoringPlan = MonitoringPlan()
    electricity_sources: Annotated[tuple[ElectricitySource, ...], _is("1.1 (3), (9) to (12)", "By source.")] = ()
    electricity_factor_t_per_mwh: Annotated[
        Decimal | None, _is("1.1 (12)", "Factor of all electricity consumed, weighted by source (Art. 9).")
    ] = None
    electricity_produced_by: Annotated[OwnGeneration | None, _is("1.1 (4)", "None: no generation here.")] = None
    waste_gases: Annotated[
        str | None, _is("1.1 (5)", "Waste gases produced, used, imported or exported, and with whom; `none`.")
    ] = None
    carbon_transfers: Annotated[tuple[CarbonTransfer, ...], _is("1.1 (6), (16)(d)", "Empty: none.")] = ()
    direct_t: Annotated[Decimal | None, _is("1.1 (7)", "Total direct emissions of the installation, t CO2e.")] = None
    indirect_t: Annotated[Decimal | None, _is("1.2 (6)", "Indirect emissions of the installation, t CO2e.")] = None
    electricity_mwh: Annotated[Decimal | None, _is("1.1 (9)", "Electricity consumed in the installation.")] = None
    electricity_for_goods_mwh: Annotated[Decimal | None, _is("1.1 (10)", "Of that, for goods outside Annex II.")] = None
    other_sources: Annotated[
        tuple[MeasuredSource, ...], _is("1.1 (16)(b), (c)", "Sources measured or found by other methods.")
    ] = ()
    data_gaps: Annotated[str | None, _is("1.1 (16)(e)", "Data gaps and estimates; `none`.")] = None
    attribution: Annotated[
        str, _is("1.1 (29)", "How emissions were attributed to processes: meters, keys, equations.")
    ] = ""
    processes: tuple[ReportedProcess, ...] = ()
    precursors: Annotated[tuple[ReportedPrecursor, ...], _is("1.1 (20) to (25), (28)", "Bought precursors.")] = ()
    goods: tuple[ReportedGood, ...] = ()
    verification: ReportVerification | None = None
