//! What goes over the wire about what became of the money of a fund.

use entity::ids::{AreaId, CallId, FundId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{indicators::messages::share_bps, maps::MapYear, values::Instant};

/// What the rows of a summary are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SummaryBy {
    /// Fiscal years of the allotments.
    Year,
    /// Areas of the allotments; with a map, communes of the applications.
    Area,
    /// Calls.
    Call,
    /// Main value chains of the groups.
    ValueChain,
}

/// What a summary is asked about.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct SummaryFilter {
    /// What the rows are.
    #[param(inline)]
    pub by: SummaryBy,
    /// With `by=area`: one row for each commune of the applications on this map, instead of the areas of the allotments.
    #[param(inline)]
    pub map: Option<MapYear>,
}

/// A ratio with its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Share {
    /// The part.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 3_200_000_000_i64)]
    pub part_vnd: i64,
    /// The whole.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 4_000_000_000_i64)]
    pub whole_vnd: i64,
    /// The part in the whole, in basis points; null when the whole is zero.
    #[schema(minimum = 0, maximum = 1_000_000, example = 8000)]
    pub share_bps: Option<i64>,
}

impl Share {
    fn of(part_vnd: i64, whole_vnd: i64) -> Self {
        Self { part_vnd, whole_vnd, share_bps: share_bps(part_vnd, whole_vnd) }
    }
}

/// What became of some money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FundFigures {
    /// Set aside for calls: the limits of their allotments; null where money is not set aside by this.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 5_000_000_000_i64)]
    pub planned_vnd: Option<i64>,
    /// Promised to groups.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 4_000_000_000_i64)]
    pub committed_vnd: i64,
    /// Paid to groups, less reversals and refunds.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 3_200_000_000_i64)]
    pub disbursed_vnd: i64,
    /// Worth of the works accepted.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 2_400_000_000_i64)]
    pub accepted_vnd: i64,
    /// Worth of what groups gave themselves.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 1_500_000_000_i64)]
    pub contributed_vnd: i64,
    /// Promised, of what was planned.
    pub committed_of_planned: Option<Share>,
    /// Paid, of what was promised.
    pub disbursed_of_committed: Share,
    /// Accepted, of what was paid.
    pub accepted_of_disbursed: Share,
}

/// Amounts of [`FundFigures`] while they are being added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Set aside.
    pub planned_vnd: Option<i64>,
    /// Promised.
    pub committed_vnd: i64,
    /// Paid.
    pub disbursed_vnd: i64,
    /// Accepted.
    pub accepted_vnd: i64,
    /// Given by groups.
    pub contributed_vnd: i64,
}

impl Amounts {
    /// Adds other amounts.
    pub fn add(&mut self, other: Self) {
        if let Some(planned_vnd) = other.planned_vnd {
            self.planned_vnd = Some(self.planned_vnd.unwrap_or_default() + planned_vnd);
        }
        self.committed_vnd += other.committed_vnd;
        self.disbursed_vnd += other.disbursed_vnd;
        self.accepted_vnd += other.accepted_vnd;
        self.contributed_vnd += other.contributed_vnd;
    }
}

impl From<Amounts> for FundFigures {
    fn from(amounts: Amounts) -> Self {
        let Amounts { planned_vnd, committed_vnd, disbursed_vnd, accepted_vnd, contributed_vnd } = amounts;
        Self {
            planned_vnd,
            committed_vnd,
            disbursed_vnd,
            accepted_vnd,
            contributed_vnd,
            committed_of_planned: planned_vnd.map(|planned_vnd| Share::of(committed_vnd, planned_vnd)),
            disbursed_of_committed: Share::of(disbursed_vnd, committed_vnd),
            accepted_of_disbursed: Share::of(accepted_vnd, disbursed_vnd),
        }
    }
}

/// What became of a part of the money.
#[derive(Debug, Serialize, ToSchema)]
pub struct SummaryRow {
    /// The year, the code of the area, call or value chain; `not_assigned` for applications whose commune of 2022 is not
    /// known, `unknown` for groups without a main value chain.
    #[schema(max_length = 30, example = "2022")]
    pub code: String,
    /// Name in Vietnamese.
    #[schema(max_length = 160, example = "2022")]
    pub name_vi: String,
    /// Name in English; of a call the one name it has.
    #[schema(max_length = 160, example = "2022")]
    pub name_en: String,
    /// The area, in summaries by area.
    pub area_id: Option<AreaId>,
    /// The call, in summaries by call.
    pub call_id: Option<CallId>,
    /// Its money.
    pub figures: FundFigures,
}

/// What became of the money of a fund.
#[derive(Debug, Serialize, ToSchema)]
pub struct FundSummary {
    /// The fund.
    pub fund_id: FundId,
    /// What the rows are.
    pub by: SummaryBy,
    /// The map, in summaries by commune.
    pub map: Option<MapYear>,
    /// When it was computed.
    pub computed_at: Instant,
    /// What came from the sources of the fund.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 10_000_000_000_i64)]
    pub received_vnd: i64,
    /// What calls may still set aside.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 5_000_000_000_i64)]
    pub available_vnd: i64,
    /// Sum of all debits of all accounts.
    #[schema(minimum = 0, example = 17_600_000_000_i64)]
    pub debit_vnd: i64,
    /// Sum of all credits of all accounts: the same.
    #[schema(minimum = 0, example = 17_600_000_000_i64)]
    pub credit_vnd: i64,
    /// All rows together.
    pub total: FundFigures,
    /// The rows, by code.
    #[schema(max_items = 10_000)]
    pub rows: Vec<SummaryRow>,
}
