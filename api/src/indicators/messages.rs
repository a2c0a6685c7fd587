//! Figures as they go over the wire: a value, what it is measured against, and where its records are.

use chrono::NaiveDate;
use entity::{
    enums::{GroupStatus, Poverty},
    ids::AreaId,
};
use sea_orm::ActiveEnum;
use serde::Serialize;
use utoipa::ToSchema;

use super::queries::{BEGAN_AS, COUNTED, POOR};
use crate::contract_years::queries::new_year;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountedThing {
    /// Groups.
    Groups,
    /// Memberships: somebody in two groups counts twice.
    Memberships,
    /// Persons, each once.
    Persons,
    /// Households, each once.
    Households,
    /// Contracts, each once.
    Contracts,
    /// Communes of the project.
    Communes,
    /// OCOP products, each once.
    Products,
    /// Money, in đồng.
    Vnd,
}

/// A figure of a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct Figure {
    /// Code of the indicator, or of the part of one.
    #[schema(max_length = 30, example = "G1")]
    pub code: String,
    /// Name in Vietnamese.
    #[schema(max_length = 200, example = "Số nhóm được thành lập, duy trì")]
    pub name_vi: String,
    /// Name in English.
    #[schema(max_length = 200, example = "Groups established or maintained")]
    pub name_en: String,
    /// What the value counts.
    pub unit: CountedThing,
    /// The value, which is the numerator of the share; null when the caller may not see it. Only what is left of money can
    /// be below zero.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64, example = 584)]
    pub value: Option<i64>,
    /// What the value is a share of; null when there is nothing to compare with.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 800)]
    pub denominator: Option<i64>,
    /// What the denominator is, in Vietnamese.
    #[schema(max_length = 200, example = "Chỉ tiêu năm 2024")]
    pub denominator_vi: Option<String>,
    /// What the denominator is, in English.
    #[schema(max_length = 200, example = "Target of 2024")]
    pub denominator_en: Option<String>,
    /// The share in hundredths of a percent, computed from both parts and rounded half up; above 10000 when a target
    /// is exceeded.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 7300)]
    pub share_bps: Option<i64>,
    /// The list of the records behind the value, for `GET`; its total equals the value, or its `sum_vnd` where the value
    /// is money; distinct persons and households are listed by one membership or post each. Null when the caller may not
    /// list them.
    #[schema(
        max_length = 500,
        example = "/v1/farmer-groups?as_of=2022-06-30&began_as=cig,tht&status=active,upgraded&include_total=true"
    )]
    pub list_url: Option<String>,
    /// The list of the records that the value lacks: its total is the denominator less the value, and no record is in both
    /// lists. Null where the denominator is no number of records, and when the caller may not list them.
    #[schema(max_length = 500, example = json!(null))]
    pub missing_url: Option<String>,
}

/// The name of a figure or of a denominator in both languages.
pub type Names = (&'static str, &'static str);

impl Figure {
    /// A value that stands for itself.
    #[must_use]
    pub fn count(code: &str, (vi, en): Names, unit: CountedThing, value: Option<i64>) -> Self {
        Self {
            code: code.to_owned(),
            name_vi: vi.to_owned(),
            name_en: en.to_owned(),
            unit,
            value,
            denominator: None,
            denominator_vi: None,
            denominator_en: None,
            share_bps: None,
            list_url: None,
            missing_url: None,
        }
    }

    /// The value as a share of something; without a value it stays silent about the share too.
    #[must_use]
    pub fn of(self, denominator: Option<i64>, (vi, en): (String, String)) -> Self {
        let Some(denominator) = denominator else { return self };
        Self {
            share_bps: self.value.and_then(|value| share_bps(value, denominator)),
            denominator: Some(denominator),
            denominator_vi: Some(vi),
            denominator_en: Some(en),
            ..self
        }
    }

    /// The records behind the value.
    #[must_use]
    pub fn listed(self, list_url: Option<String>) -> Self {
        Self { list_url, ..self }
    }

    /// The records that it lacks.
    #[must_use]
    pub fn lacking(self, missing_url: Option<String>) -> Self {
        Self { missing_url, ..self }
    }
}

/// A ratio in basis points, rounded half up; `None` of nothing.
#[must_use]
pub fn share_bps(numerator: i64, denominator: i64) -> Option<i64> {
    let (twice, whole) = (i128::from(numerator) * 20_000, i128::from(denominator));
    if whole <= 0 { None } else { i64::try_from((twice + whole).div_euclid(2 * whole)).ok() }
}

/// What the caller may list, and the addresses that list exactly what a report counts.
#[derive(Clone, Copy, Debug)]
pub struct Lists {
    /// The day.
    pub as_of: NaiveDate,
    /// The area asked for.
    pub area: Option<AreaId>,
    /// The caller may list the groups.
    pub has_groups: bool,
    /// The caller may list the memberships.
    pub has_memberships: bool,
    /// The caller may filter memberships by poverty and ethnic group.
    pub has_sensitive: bool,
    /// The caller may list what was paid to groups.
    pub has_payments: bool,
    /// The caller may list contracts and their lines.
    pub has_contracts: bool,
    /// The caller may list what was delivered.
    pub has_deliveries: bool,
    /// The caller may list results of plans.
    pub has_results: bool,
    /// The caller may list posts of cadres.
    pub has_cadres: bool,
    /// The caller may list OCOP products, and project communes with and without one.
    pub has_products: bool,
}

/// One more filter of a list.
pub type Narrower<'a> = (&'a str, &'a str);

impl Lists {
    /// The groups that count, with further filters.
    #[must_use]
    pub fn groups(&self, narrower: &[Narrower<'_>]) -> Option<String> {
        self.groups_in(&COUNTED, narrower)
    }

    /// The groups in these states, with further filters.
    #[must_use]
    pub fn groups_in(&self, states: &[GroupStatus], narrower: &[Narrower<'_>]) -> Option<String> {
        self.has_groups.then(|| self.url("/v1/farmer-groups", "status", states, narrower))
    }

    /// The groups that count and were paid a grant, with further filters.
    #[must_use]
    pub fn funded_groups(&self, narrower: &[Narrower<'_>]) -> Option<String> {
        self.groups(&[narrower, &[("is_funded", "true")]].concat())
    }

    /// The money paid to groups, with further filters.
    #[must_use]
    pub fn payments(&self, narrower: &[Narrower<'_>]) -> Option<String> {
        let url = || self.narrowed(format!("/v1/grant-payments?as_of={}", self.as_of), narrower);
        self.has_payments.then(url)
    }

    /// The groups that count and were party to a contract in the year, with further filters.
    #[must_use]
    pub fn contracted_groups(&self, narrower: &[Narrower<'_>]) -> Option<String> {
        self.groups(&[narrower, &[("has_contract", "true")]].concat())
    }

    /// The contracts that bound both sides in the year.
    #[must_use]
    pub fn contracts(&self) -> Option<String> {
        let url = || self.narrowed(format!("/v1/sales-contracts?counted_on={}", self.as_of), &[]);
        self.has_contracts.then(url)
    }

    /// The lines that were contracted in the year, with further filters.
    #[must_use]
    pub fn contract_lines(&self, narrower: &[Narrower<'_>]) -> Option<String> {
        let url = || self.narrowed(format!("/v1/contract-lines?as_of={}", self.as_of), narrower);
        self.has_contracts.then(url)
    }

    /// What was delivered in the year and acknowledged or settled, with further filters.
    #[must_use]
    pub fn deliveries(&self, narrower: &[Narrower<'_>]) -> Option<String> {
        let (day, first) = (self.as_of, new_year(self.as_of));
        let url = format!("/v1/deliveries?agreed_by={day}&delivered_on_gte={first}&delivered_on_lte={day}");
        self.has_deliveries.then(|| self.narrowed(url, narrower))
    }

    /// The memberships that count, with further filters.
    #[must_use]
    pub fn memberships(&self, narrower: &[Narrower<'_>]) -> Option<String> {
        self.has_memberships.then(|| self.url("/v1/memberships", "group_status", &COUNTED, narrower))
    }

    /// Those of the memberships whose household is poor or near-poor.
    #[must_use]
    pub fn poor(&self, narrower: &[Narrower<'_>]) -> Option<String> {
        let poor = words(&POOR.map(|status: Poverty| status.to_value()));
        self.sensitive(&[narrower, &[("poverty", &poor)]].concat())
    }

    /// The memberships that count, filtered by something sensitive.
    #[must_use]
    pub fn sensitive(&self, narrower: &[Narrower<'_>]) -> Option<String> {
        self.has_sensitive.then(|| self.memberships(narrower)).flatten()
    }

    fn url(&self, path: &str, status: &str, states: &[GroupStatus], narrower: &[Narrower<'_>]) -> String {
        let states: Vec<String> = states.iter().map(ActiveEnum::to_value).collect();
        let began_as = words(&BEGAN_AS.map(|form| form.to_value()));
        let url = format!("{path}?as_of={}&began_as={began_as}&{status}={}", self.as_of, words(&states));
        self.narrowed(url, narrower)
    }

    /// The address of a list in the area asked for, with further filters and its total.
    #[must_use]
    pub fn narrowed(&self, mut url: String, narrower: &[Narrower<'_>]) -> String {
        let is_placed = narrower.iter().any(|(name, _)| *name == "area_id");
        if let (Some(area), false) = (self.area, is_placed) {
            url.push_str(&format!("&area_id={area}"));
        }
        narrower.iter().for_each(|(name, value)| url.push_str(&format!("&{name}={value}")));
        url + "&include_total=true"
    }
}

fn words(all: &[String]) -> String {
    all.join(",")
}

#[cfg(test)]
mod tests {
    use super::share_bps;

    #[test]
    fn shares_are_computed_from_their_parts_and_rounded_half_up() {
        assert_eq!(share_bps(584, 800), Some(7300));
        assert_eq!(share_bps(5000, 7914), Some(6318));
        assert_eq!(share_bps(1, 80_000), Some(0));
        assert_eq!(share_bps(1, 20_000), Some(1));
        assert_eq!(share_bps(1, 20_001), Some(0));
        assert_eq!(share_bps(0, 5), Some(0));
        assert_eq!(share_bps(25, 20), Some(12_500));
        assert_eq!(share_bps(3, 0), None);
        assert_eq!(share_bps(i64::MAX, i64::MAX), Some(10_000));
    }
}
