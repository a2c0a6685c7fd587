//! The partners of the demo: invented buyers in every state.

use chrono::NaiveDate;
use entity::enums::PartnerKind;

use super::super::calendar::{day, later};

/// What became of a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It waits to be checked.
    Pending,
    /// The buyer was found to be what it says.
    Verified,
    /// It was suspended for some weeks after it was verified.
    Reinstated,
    /// It is suspended.
    Suspended,
    /// It was refused.
    Rejected,
}

/// When a buyer registered.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// On a day.
    On(NaiveDate),
    /// So many days before the day of loading.
    Ago(i64),
}

impl When {
    /// The day.
    pub fn date(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::On(date) => date,
            Self::Ago(days) => later(today, -days),
        }
    }
}

/// A buyer.
#[derive(Clone, Copy, Debug)]
pub struct Buyer {
    /// What it is.
    pub kind: PartnerKind,
    /// Its tax code: of the prefix 99, or a personal number of the province code 003, which were never given out.
    pub tax_code: &'static str,
    /// Its name without what says that it is invented.
    pub name: &'static str,
    /// Where it does business.
    pub place: &'static str,
    /// When it registered.
    pub registered: When,
    /// What became of that.
    pub standing: Standing,
    /// The value chains it buys.
    pub buys: &'static [&'static str],
}

use PartnerKind::{Cooperative, Enterprise, HouseholdBusiness, Individual};
use Standing::{Pending, Reinstated, Rejected, Suspended, Verified};

type Named = (PartnerKind, &'static str, &'static str, &'static str);

const fn buyer(
    (kind, tax_code, name, place): Named,
    registered: When,
    standing: Standing,
    buys: &'static [&'static str],
) -> Buyer {
    Buyer { kind, tax_code, name, place, registered, standing, buys }
}

const fn on(year: i32, month: u32, date: u32) -> When {
    When::On(day(year, month, date))
}

/// How many there are.
pub const COUNT: usize = 20;
/// How many of the first ones keep contracts in systems of their own, which name them.
pub const WITH_SYSTEM: usize = 4;

/// All of them, in the order in which they registered. The first two have demo accounts of their own.
#[rustfmt::skip]
pub const ALL: [Buyer; COUNT] = [
    buyer((Cooperative, "9900000016", "Hợp tác xã Nông sản sạch", "Phường Thục Phán, tỉnh Cao Bằng"),
        on(2018, 2, 26), Verified, &["lac", "ngo", "lon_den", "ga_thit", "gung", "bi_xanh_thom", "quyt"]),
    buyer((Enterprise, "9900000023", "Công ty TNHH Chế biến Thạch đen Non Xanh", "Xã Thạch An, tỉnh Cao Bằng"),
        on(2018, 3, 12), Verified, &["thach_den", "hoi", "mien_dong", "lac", "thanh_long"]),
    buyer((Enterprise, "9900000030", "Công ty cổ phần Thực phẩm Suối Mây", "Phường Tân Giang, tỉnh Cao Bằng"),
        on(2018, 5, 7), Verified, &["bo_mong", "lon_den", "ga_thit"]),
    buyer((Enterprise, "9900000030-001", "Chi nhánh Hà Quảng - Công ty cổ phần Thực phẩm Suối Mây", "Xã Hà Quảng, tỉnh Cao Bằng"),
        on(2018, 8, 20), Verified, &["bo_mong", "lon_den"]),
    buyer((Cooperative, "9900000048", "Hợp tác xã Miến dong Núi Bạc", "Xã Nguyên Bình, tỉnh Cao Bằng"),
        on(2018, 9, 10), Verified, &["mien_dong"]),
    buyer((HouseholdBusiness, "9900000055", "Hộ kinh doanh Chợ Phiên Xanh", "Xã Trường Hà, tỉnh Cao Bằng"),
        on(2018, 10, 15), Verified, &["bi_xanh_thom", "ngo", "ga_thit"]),
    buyer((Enterprise, "9900000062", "Công ty TNHH Gia vị Đèo Gió", "Phường Nùng Trí Cao, tỉnh Cao Bằng"),
        on(2018, 11, 5), Verified, &["gung", "nghe", "hoi"]),
    buyer((Cooperative, "9900000087", "Hợp tác xã Chăn nuôi Thung Lũng Mây", "Xã Tam Kim, tỉnh Cao Bằng"),
        on(2019, 9, 16), Verified, &["bo_mong", "lon_den", "ga_thit"]),
    buyer((Enterprise, "9900000094", "Công ty TNHH Nông sản Cửa Rừng", "Phường Thục Phán, tỉnh Cao Bằng"),
        on(2019, 10, 21), Verified, &["lac", "ngo", "thach_den"]),
    buyer((Enterprise, "9900000104", "Công ty TNHH Thương mại Trăng Khuyết", "Phường Tân Giang, tỉnh Cao Bằng"),
        on(2020, 2, 17), Rejected, &[]),
    buyer((Cooperative, "9900000111", "Hợp tác xã Rau quả Bến Sương", "Xã Hòa An, tỉnh Cao Bằng"),
        on(2020, 6, 8), Verified, &["thanh_long", "quyt", "bi_xanh_thom", "nghe"]),
    buyer((Enterprise, "9900000129", "Công ty TNHH Thu mua Đồi Lau", "Xã Quảng Uyên, tỉnh Cao Bằng"),
        on(2020, 7, 13), Suspended, &["ngo", "gung", "lac"]),
    buyer((Cooperative, "9900000136", "Hợp tác xã Lạc đỏ Đồng Sim", "Xã Thông Nông, tỉnh Cao Bằng"),
        on(2020, 9, 7), Reinstated, &["lac"]),
    buyer((Enterprise, "9900000143", "Công ty cổ phần Tinh dầu Hoa Sương", "Xã Đông Khê, tỉnh Cao Bằng"),
        on(2021, 4, 19), Verified, &["hoi", "nghe", "gung"]),
    buyer((HouseholdBusiness, "9900000150", "Hộ kinh doanh Thịt sạch Sớm Mai", "Phường Nùng Trí Cao, tỉnh Cao Bằng"),
        on(2021, 8, 9), Suspended, &["lon_den", "ga_thit"]),
    buyer((Cooperative, "9900000168", "Hợp tác xã Dịch vụ nông nghiệp Cầu Vồng", "Xã Minh Khai, tỉnh Cao Bằng"),
        on(2021, 10, 11), Verified, &["thach_den", "lac", "ngo"]),
    buyer((Individual, "003075990017", "Người thu mua Bản Mây", "Xã Phục Hòa, tỉnh Cao Bằng"),
        on(2024, 3, 18), Verified, &["ngo", "bi_xanh_thom"]),
    buyer((HouseholdBusiness, "003182990018", "Hộ kinh doanh Hoa quả Lối Mòn", "Xã Trùng Khánh, tỉnh Cao Bằng"),
        on(2024, 5, 20), Rejected, &[]),
    buyer((Enterprise, "9900000175", "Công ty TNHH Thực phẩm khô Gió Lành", "Phường Tân Giang, tỉnh Cao Bằng"),
        When::Ago(6), Pending, &[]),
    buyer((HouseholdBusiness, "003090990020", "Hộ kinh doanh Đặc sản Dốc Nắng", "Xã Bảo Lạc, tỉnh Cao Bằng"),
        When::Ago(2), Pending, &[]),
];

/// Days on which those that are suspended, or were for a while, stopped trading.
pub const STOPPED: NaiveDate = day(2023, 4, 17);
/// The day on which the one that is no longer suspended could trade again.
pub const RESUMED: NaiveDate = day(2023, 6, 12);

impl Buyer {
    /// The name with what says that it is invented.
    pub fn full_name(&self) -> String {
        format!("{} (trình diễn)", self.name)
    }

    /// The day on which its registration was decided; none while it waits.
    pub fn decided_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        (self.standing != Pending).then(|| later(self.registered.date(today), 3))
    }

    /// Whether it can sign on a day.
    pub fn trades_on(&self, day: NaiveDate, today: NaiveDate) -> bool {
        let is_sound = match self.standing {
            Pending | Rejected => false,
            Verified => true,
            Reinstated => !(STOPPED..RESUMED).contains(&day),
            Suspended => day < STOPPED,
        };
        is_sound && self.decided_on(today).is_some_and(|decided| decided < day)
    }
}
