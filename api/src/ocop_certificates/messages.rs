//! What goes over the wire about certificates.

use chrono::{Months, NaiveDate};
use entity::{
    ids::{AreaId, GroupId, OcopCertificateId, OcopProductId},
    ocop_certificate, ocop_product,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    error::Text,
    http::{Filter, Warning, etag_of},
    store::{Owner, Resource},
    values::{Day, Instant, Line, Paragraph, Points},
};

/// How long a certificate holds (domain §3.5).
const VALID_FOR: Months = Months::new(36);
/// The least score of each number of stars, in hundredths, the most stars first (domain §3.5).
const LEAST_SCORES: [(i32, i32); 3] = [(5, 90_00), (4, 70_00), (3, 50_00)];
/// From this day on the province decides what districts decided before.
const PROVINCE_DECIDES_FROM: Option<NaiveDate> = NaiveDate::from_ymd_opt(2025, 7, 1);

/// Who certifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OcopAuthority {
    /// The ministry.
    Central,
    /// The People's Committee of the province.
    Province,
    /// The People's Committee of the district, until 2025-06-30.
    District,
}

impl OcopAuthority {
    /// Who decides on so many stars on a day (domain §3.5).
    #[must_use]
    pub fn of(stars: i32, decided_on: NaiveDate) -> Self {
        match stars {
            5 => Self::Central,
            3 if Some(decided_on) < PROVINCE_DECIDES_FROM => Self::District,
            _ => Self::Province,
        }
    }
}

/// The last day of a certificate: the same day of the month 36 months later, or the last one of that month (Civil Code
/// 2015, articles 147 and 148).
#[must_use]
pub fn last_day(decided_on: NaiveDate) -> NaiveDate {
    decided_on.checked_add_months(VALID_FOR).unwrap_or(NaiveDate::MAX)
}

/// How many stars a score gives; none below 50.
#[must_use]
pub fn stars_of(score: Points) -> Option<i32> {
    let reached = LEAST_SCORES.into_iter().find(|(_, least)| score.hundredths() >= *least);
    reached.map(|(stars, _)| stars)
}

/// What was decided about a product.
#[derive(Debug, Serialize, ToSchema)]
pub struct OcopCertificate {
    /// Its id.
    pub id: OcopCertificateId,
    /// The product.
    pub product_id: OcopProductId,
    /// The score.
    #[schema(example = "78.50")]
    pub score: Points,
    /// The stars, as decided.
    #[schema(minimum = 3, maximum = 5)]
    pub stars: i32,
    /// Number of the decision.
    #[schema(max_length = 60, example = "1234/QĐ-UBND")]
    pub decision_no: String,
    /// Day of the decision, the first day it holds.
    pub decided_on: NaiveDate,
    /// The last day it holds.
    pub ends_on: NaiveDate,
    /// Who certified, by the stars and the day.
    pub authority: OcopAuthority,
    /// The first day it no longer holds because it was revoked.
    pub revoked_on: Option<NaiveDate>,
    /// Why it was revoked.
    #[schema(max_length = 500)]
    pub revoke_reason: Option<String>,
    /// Whether it holds today.
    pub is_valid: bool,
    /// What deserves attention: `score_too_low` below 50, `stars_disagree` when the score gives other stars.
    #[schema(max_items = 2)]
    pub warnings: Vec<Warning>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// The commune of the product.
    #[serde(skip)]
    pub commune_id: AreaId,
    /// The group that owns the product.
    #[serde(skip)]
    pub group_id: Option<GroupId>,
}

impl OcopCertificate {
    /// The view of a certificate of a product on a day.
    #[must_use]
    pub fn of(row: ocop_certificate::Model, product: &ocop_product::Model, day: NaiveDate) -> Self {
        let score = Points::of_hundredths(row.score);
        let is_in_term = row.decided_on <= day && day <= row.ends_on;
        Self {
            id: row.id,
            product_id: row.product_id,
            score,
            stars: row.stars,
            decision_no: row.decision_no,
            decided_on: row.decided_on,
            ends_on: row.ends_on,
            authority: OcopAuthority::of(row.stars, row.decided_on),
            is_valid: is_in_term && row.revoked_on.is_none_or(|revoked_on| day < revoked_on),
            revoked_on: row.revoked_on,
            revoke_reason: row.revoke_reason,
            warnings: warning(score, row.stars).into_iter().collect(),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            commune_id: product.commune_id,
            group_id: product.group_id,
        }
    }
}

/// What to say of stars that the score does not give.
fn warning(score: Points, stars: i32) -> Option<Warning> {
    match stars_of(score) {
        None => Some(Warning::new(
            "score_too_low",
            Text::new("Dưới 50 điểm thì không được chứng nhận.", "Below 50 points nothing is certified."),
        )),
        Some(given) if given != stars => Some(Warning::new(
            "stars_disagree",
            Text::made(
                format!("Điểm này được {given} sao, quyết định ghi {stars} sao."),
                format!("The score gives {given} stars, the decision says {stars}."),
            ),
        )),
        Some(_) => None,
    }
}

impl Resource for OcopCertificate {
    const KIND: &'static str = "ocop_certificate";
    const COLLECTION: &'static str = "/v1/ocop-products";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    /// It runs out.
    fn is_told_by_revision(&self) -> bool {
        false
    }

    fn owners(&self) -> Vec<Owner> {
        let commune = [Owner::Commune(self.commune_id)];
        commune.into_iter().chain(self.group_id.map(Owner::Group)).collect()
    }

    fn path(&self) -> String {
        format!("{}/{}/certificates/{}", Self::COLLECTION, self.product_id, self.id)
    }
}

/// Filters of the list of certificates: none.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct OcopCertificateFilter {}

impl Filter for OcopCertificateFilter {
    const SORTS: &'static [&'static str] = &["-decided_on", "decided_on"];
}

/// A product is certified.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOcopCertificate {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<OcopCertificateId>,
    /// The score, from 0 to 100.
    #[schema(example = "78.50")]
    pub score: Points,
    /// The stars, as decided.
    #[schema(minimum = 3, maximum = 5, example = 4)]
    pub stars: i32,
    /// Number of the decision.
    #[schema(example = "1234/QĐ-UBND")]
    pub decision_no: Line<1, 60>,
    /// Day of the decision, not after today and after every earlier decision about the product.
    #[schema(example = "2026-06-15")]
    pub decided_on: Day,
    /// The last day it holds; 36 months from the decision when absent, and never later.
    #[schema(example = json!(null))]
    pub ends_on: Option<Day>,
}

/// A certificate is revoked.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OcopRevocation {
    /// The first day it no longer holds: after the decision, not after its last day, not after today.
    #[schema(example = "2026-06-15")]
    pub revoked_on: Day,
    /// Why, for the people concerned and the history; no names or numbers of people.
    #[schema(example = "Sản phẩm không còn đạt tiêu chuẩn đã công bố.")]
    pub reason: Paragraph<500>,
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{OcopAuthority, last_day, stars_of};
    use crate::values::Points;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_certificate_ends_on_the_same_day_36_months_later() {
        for (decided_on, ends_on) in
            [("2022-06-30", "2025-06-30"), ("2024-02-29", "2027-02-28"), ("2021-01-31", "2024-01-31")]
        {
            assert_eq!(last_day(day(decided_on)), day(ends_on));
        }
    }

    #[test]
    fn stars_follow_from_scores_and_authorities_from_stars_and_day() {
        let stars = |text: &str| stars_of(Points::parse(text).unwrap());
        for (score, given) in [("49.99", None), ("50", Some(3)), ("69.99", Some(3)), ("70", Some(4))] {
            assert_eq!(stars(score), given);
        }
        assert_eq!((stars("89.99"), stars("90"), stars("100")), (Some(4), Some(5), Some(5)));
        let (before, after) = (day("2025-06-30"), day("2025-07-01"));
        assert_eq!(OcopAuthority::of(3, before), OcopAuthority::District);
        assert_eq!(OcopAuthority::of(3, after), OcopAuthority::Province);
        assert_eq!(OcopAuthority::of(4, before), OcopAuthority::Province);
        assert_eq!(OcopAuthority::of(5, after), OcopAuthority::Central);
    }
}
