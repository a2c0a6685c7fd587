//! The OCOP products of the demo: certified, renewed, run out, and one revoked.

use chrono::{DateTime, NaiveDate, Utc};
use entity::enums::{GroupStatus, OwnerKind};
use entity::ids::{AreaId, GroupId, OcopCertificateId, OcopProductId};
use entity::vietnamese::sort_key;
use entity::{ocop_certificate, ocop_product};
use serde_json::{Value, json};

use super::super::calendar::{NEW_MAP_ON, day, later, working_day};
use super::CERTIFIED;
use super::desk::Desk;
use crate::error::Error;
use crate::ocop_certificates::messages::last_day;
use crate::store::Owner;

/// What a certified product of a value chain is called.
const GOODS: [(&str, &str); 10] = [
    ("lac", "Lạc đỏ"),
    ("thach_den", "Thạch đen"),
    ("mien_dong", "Miến dong"),
    ("gung", "Trà gừng"),
    ("nghe", "Tinh bột nghệ"),
    ("bo_mong", "Thịt bò Mông sấy"),
    ("quyt", "Mứt quýt"),
    ("hoi", "Tinh dầu hồi"),
    ("lon_den", "Lạp sườn lợn đen"),
    ("ngo", "Ngô nếp nương"),
];
/// Of a hundred certificates so many are renewed when they run out.
const RENEWED: usize = 70;
/// Why one was revoked.
const REVOKED: &str = "Sản phẩm không còn đạt tiêu chuẩn đã công bố.";

/// What became of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Story {
    /// Certified for the first time between two days; renewed in time or not.
    Since(NaiveDate, NaiveDate),
    /// Certified early, and renewed before the published figures.
    RenewedBefore,
    /// Certified so early that it ran out before them, and not renewed.
    RanOut,
    /// Revoked before them.
    Revoked,
}

/// The stories of communes in turn, and how many have each; the rest has no product.
const STORIES: [(Story, usize); 5] = [
    (Story::Since(day(2020, 6, 1), day(2022, 5, 31)), CERTIFIED - 3),
    (Story::RenewedBefore, 3),
    (Story::RanOut, 2),
    (Story::Revoked, 1),
    (Story::Since(day(2022, 9, 1), day(2026, 3, 31)), 9),
];

impl Desk<'_> {
    /// Writes the products with their certificates, with codes in the order in which they were entered.
    ///
    /// # Errors
    /// When a commune is not on the map.
    pub fn certify_products(&mut self) -> Result<(), Error> {
        let mut communes: Vec<AreaId> =
            self.setting.province.project_communes.iter().map(|row| row.area_id).collect();
        self.random.shuffle(&mut communes);
        let stories = STORIES.into_iter().flat_map(|(story, count)| std::iter::repeat_n(story, count));
        let mut entered = Vec::new();
        for (n, (commune, story)) in communes.into_iter().zip(stories).enumerate() {
            let decided_on = self.first_decision(story);
            if decided_on < self.setting.today {
                entered.push((self.enter("ocop_product", 1, decided_on), (n, commune), story, decided_on));
            }
        }
        entered.sort_by_key(|((id, _), ..)| *id);
        for (n, ((id, at), place, story, decided_on)) in entered.into_iter().enumerate() {
            let code = format!("OC-{:06}", n + 1);
            self.product((OcopProductId(id), code, at), place, decided_on)?;
            self.certify(decided_on, story);
        }
        Ok(())
    }

    fn first_decision(&mut self, story: Story) -> NaiveDate {
        let (from, until) = match story {
            Story::Since(from, until) => (from, until),
            Story::RenewedBefore => (day(2019, 4, 1), day(2019, 6, 14)),
            Story::RanOut => (day(2019, 1, 14), day(2019, 5, 31)),
            Story::Revoked => (day(2020, 11, 2), day(2021, 3, 31)),
        };
        working_day(&mut self.random, from, until)
    }

    fn product(
        &mut self,
        (id, code, at): (OcopProductId, String, DateTime<Utc>),
        (n, commune): (usize, AreaId),
        on: NaiveDate,
    ) -> Result<(), Error> {
        let missing = || Error::internal("a project commune of the demo is not on the map");
        let map = self.setting.map;
        let area = map.area(commune).ok_or_else(missing)?;
        let place = area.name_vi.split_once(' ').map_or(area.name_vi.as_str(), |(_, name)| name);
        let (chain, good) = GOODS.get(n % GOODS.len()).ok_or_else(missing)?;
        let name = format!("{good} {place}");
        let (commune_id, former_commune_id) = if on < NEW_MAP_ON {
            (commune, None)
        } else {
            (map.successor(commune).ok_or_else(missing)?.id, Some(commune))
        };
        let group = (n % 3 == 0).then(|| self.group_in(commune, on)).flatten();
        let (owner_kind, owner_name) = match (group, n % 2) {
            (Some(_), _) => (OwnerKind::Group, None),
            (None, 0) => (OwnerKind::HouseholdBusiness, Some(format!("Hộ kinh doanh {place} (trình diễn)"))),
            _ => (OwnerKind::Cooperative, Some(format!("Hợp tác xã Đặc sản {place} (trình diễn)"))),
        };
        let owners = [Some(Owner::Commune(commune_id)), group.map(Owner::Group)];
        let told = vec![("code", Value::Null, json!(code)), ("name", Value::Null, json!(name))];
        self.tell("ocop_product", id, (1, "created"), owners.into_iter().flatten().collect(), told);
        self.out.ocop_products.push(ocop_product::Model {
            id,
            code,
            sort_key: sort_key(&name),
            name,
            chain: Some((*chain).to_owned()),
            owner_kind,
            group_id: group,
            partner_id: None,
            owner_name,
            commune_id,
            former_commune_id,
            version: 1,
            created_at: at,
            updated_at: at,
            voided_at: None,
            void_reason: None,
        });
        Ok(())
    }

    /// A group that is active in a commune.
    fn group_in(&self, commune: AreaId, on: NaiveDate) -> Option<GroupId> {
        let is_there = |group: &GroupId| {
            let place = self.register.place_on(*group, on);
            let is_active =
                || self.register.group_on(*group, on).map(|one| one.status) == Some(GroupStatus::Active);
            place.is_some_and(|(id, former)| former.unwrap_or(id) == commune) && is_active()
        };
        self.register.applicants().map(|(group, _)| group).find(is_there)
    }

    /// The certificates of the product that was entered last, up to the day of loading.
    fn certify(&mut self, first: NaiveDate, story: Story) {
        let revoked_on = (story == Story::Revoked).then(|| later(first, 300));
        let mut decided_on = first;
        loop {
            let ends_on = self.certificate(decided_on, revoked_on);
            let is_renewed = match story {
                Story::RenewedBefore if decided_on == first => true,
                Story::RanOut | Story::Revoked => false,
                _ => self.random.chance(RENEWED * 10),
            };
            decided_on = later(ends_on, -self.random.between(2, 12));
            if !is_renewed || decided_on >= self.setting.today {
                break;
            }
        }
    }

    /// A certificate of the product that was entered last; its last day.
    fn certificate(&mut self, decided_on: NaiveDate, revoked_on: Option<NaiveDate>) -> NaiveDate {
        let (id, created_at) = self.enter("ocop_certificate", 3, decided_on);
        let (stars, least, most) =
            self.random.weighted(&[((3, 5_000, 6_999), 60), ((4, 7_000, 8_999), 36), ((5, 9_000, 9_700), 4)]);
        let score = i32::try_from(self.random.between(least, most)).unwrap_or(5_000);
        let Some(product) = self.out.ocop_products.last() else { return decided_on };
        let product_id = product.id;
        let owners = [Some(Owner::Commune(product.commune_id)), product.group_id.map(Owner::Group)];
        let owners: Vec<Owner> = owners.into_iter().flatten().collect();
        let told = vec![("stars", Value::Null, json!(stars)), ("decided_on", Value::Null, json!(decided_on))];
        self.tell("ocop_certificate", id, (1, "created"), owners.clone(), told);
        let mut row = ocop_certificate::Model {
            id: OcopCertificateId(id),
            product_id,
            score,
            stars,
            decision_no: format!("{}/QĐ-UBND", self.random.between(100, 2_900)),
            decided_on,
            ends_on: last_day(decided_on),
            revoked_on,
            revoke_reason: None,
            version: 1,
            created_at,
            updated_at: created_at,
            voided_at: None,
            void_reason: None,
        };
        if let Some(on) = revoked_on {
            (row.version, row.revoke_reason) = (2, Some(REVOKED.to_owned()));
            row.updated_at = self.enter("revocations", 2, on).1;
            self.tell(
                "ocop_certificate",
                id,
                (2, "revoked"),
                owners,
                vec![("revoked_on", Value::Null, json!(on))],
            );
            if let Some(event) = self.out.events.last_mut() {
                event.reason = Some(REVOKED.to_owned());
            }
        }
        let ends_on = row.ends_on;
        self.out.ocop_certificates.push(row);
        ends_on
    }
}
