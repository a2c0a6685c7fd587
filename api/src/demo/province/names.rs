//! Names of people and hamlets as they are usual in the province. Nobody is meant by them.

use entity::enums::Sex;

use super::random::Random;

/// The ethnic groups that live in the demo province.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    /// Tày.
    Tay,
    /// Nùng.
    Nung,
    /// Mông.
    Mong,
    /// Dao.
    Dao,
    /// Kinh.
    Kinh,
}

impl People {
    /// The official code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Tay => "02",
            Self::Nung => "07",
            Self::Mong => "08",
            Self::Dao => "09",
            Self::Kinh => "01",
        }
    }

    /// Whether they usually settle above the valleys.
    pub fn is_upland(self) -> bool {
        matches!(self, Self::Mong | Self::Dao)
    }
}

const TAY_FAMILIES: &[&str] = &[
    "Nông", "Hoàng", "Bế", "Đàm", "Lương", "Hà", "Ma", "Chu", "Lý", "Triệu", "Đinh", "Long", "La", "Phan",
    "Dương", "Vi", "Lưu", "Mã",
];
const NUNG_FAMILIES: &[&str] = &[
    "Nông", "Hoàng", "Lục", "Vi", "Lý", "Mông", "Tô", "Chu", "Triệu", "Hứa", "Linh", "Lương", "Sầm", "Vương",
    "Phùng", "Đàm", "Hà", "Lâm",
];
const MONG_FAMILIES: &[&str] =
    &["Giàng", "Vàng", "Sùng", "Lầu", "Thào", "Hầu", "Lý", "Dương", "Vừ", "Hờ", "Ngô", "Hoàng"];
const DAO_FAMILIES: &[&str] =
    &["Triệu", "Bàn", "Đặng", "Lý", "Phùng", "Chảo", "Tẩn", "Dương", "Hoàng", "Phàn"];
const KINH_FAMILIES: &[&str] = &["Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đỗ", "Bùi", "Hoàng", "Ngô"];

const MIDDLE_MEN: &[&str] =
    &["Văn", "Văn", "Văn", "Văn", "Đức", "Quang", "Ngọc", "Hồng", "Minh", "Xuân", "Đình", "Quốc"];
const MIDDLE_WOMEN: &[&str] =
    &["Thị", "Thị", "Thị", "Thị", "Thị", "Thu", "Bích", "Thúy", "Kim", "Ngọc", "Hồng", "Minh"];
const MEN: &[&str] = &[
    "Hùng", "Dũng", "Tuấn", "Cường", "Thắng", "Hải", "Sơn", "Quân", "Thành", "Long", "Bình", "Hòa", "Lâm",
    "Đạt", "Kiên", "Nam", "Phong", "Phúc", "Quyết", "Tiến", "Toàn", "Trung", "Vinh", "Dương", "Hiếu",
    "Khánh", "Luân", "Mạnh", "Nghĩa", "Thuận", "Duy", "Sáng", "Tài", "Thiện", "Định", "Ích", "Ưng", "Ân",
    "Ổn", "Đôn",
];
const WOMEN: &[&str] = &[
    "Hoa",
    "Lan",
    "Hương",
    "Huệ",
    "Thủy",
    "Hằng",
    "Hạnh",
    "Nga",
    "Thảo",
    "Mai",
    "Liên",
    "Yến",
    "Bích",
    "Tuyết",
    "Dung",
    "Hiền",
    "Hồng",
    "Loan",
    "Nhung",
    "Phượng",
    "Thơm",
    "Xuân",
    "Vân",
    "Đào",
    "Chiêm",
    "Diệp",
    "Duyên",
    "Gấm",
    "Hà",
    "Nết",
    "Ngọc",
    "Oanh",
    "Quyên",
    "Thơ",
    "Ánh",
    "Ảnh",
    "Êm",
    "Đẹp",
    "Sim",
    "Slao",
];
const MONG_MEN: &[&str] = &[
    "Páo", "Sính", "Chứ", "Dình", "Của", "Tủa", "Vư", "Sì", "Lử", "Pó", "Dế", "Mua", "Chá", "Tống", "Nhè",
    "Sùng", "Hồng", "Và", "Dơ", "Lềnh",
];
const MONG_WOMEN: &[&str] = &[
    "Mỷ", "Dợ", "Máy", "Chư", "Sua", "Pà", "Dính", "Xía", "Say", "Mai", "Ly", "Chía", "Súa", "Pàng", "Và",
    "Nhìa", "Sông", "Dí",
];
const DAO_MEN: &[&str] = &[
    "Phúc", "Chẩu", "Sơn", "Lụa", "Phấu", "Quầy", "Kinh", "Vạn", "Thòng", "Hiền", "Sành", "Phin", "Tiến",
    "Chiêu", "Và", "Pao",
];
const DAO_WOMEN: &[&str] = &[
    "Nái", "Pham", "Liều", "Ghển", "Mấy", "Coi", "Phẩy", "Chài", "Mùi", "Sếnh", "Viện", "Lai", "Phương",
    "Khé", "Say",
];

const VALLEY_PREFIXES: &[&str] = &["Nà", "Pác", "Bản", "Cốc", "Khuổi", "Kéo", "Nặm", "Đông"];
const VALLEY_STEMS: &[&str] = &[
    "Giàng", "Ngàm", "Mười", "Chang", "Thin", "Vài", "Sác", "Cải", "Khoang", "Hoài", "Chào", "Roác", "Ngần",
    "Đâư", "Loọng", "Tềnh", "Háng", "Pài", "Cưởm", "Lẹng", "Rài", "Dạ", "Mạ", "Toàn", "Nghiều", "Vường",
    "Đeng", "Kít", "Lạn", "Tẩu",
];
const UPLAND_PREFIXES: &[&str] = &["Lũng", "Lũng", "Khuổi", "Phia"];
const UPLAND_STEMS: &[&str] = &[
    "Luông", "Rì", "Mủm", "Pươi", "Giỏng", "Tao", "Cháng", "Pán", "Rản", "Kim", "Chuống", "Tú", "Sâu", "Nọi",
    "Đẩy", "Xỏm", "Pèo", "Hính",
];

/// A family name of that people.
pub fn family(random: &mut Random, people: People) -> &'static str {
    let families = match people {
        People::Tay => TAY_FAMILIES,
        People::Nung => NUNG_FAMILIES,
        People::Mong => MONG_FAMILIES,
        People::Dao => DAO_FAMILIES,
        People::Kinh => KINH_FAMILIES,
    };
    families[random.below(families.len())]
}

/// A full name in that family.
pub fn full_name(random: &mut Random, people: People, family: &str, sex: Sex) -> String {
    let is_woman = sex == Sex::Female;
    let (middle, given) = match (people, is_woman) {
        (People::Mong, false) => (*random.pick(&["A", "A", "A", "Văn", "Seo"]), *random.pick(MONG_MEN)),
        (People::Mong, true) => ("Thị", *random.pick(MONG_WOMEN)),
        (People::Dao, false) => (*random.pick(&["Văn", "Văn", "Tòn", "Chòi", "Phụ"]), *random.pick(DAO_MEN)),
        (People::Dao, true) => (*random.pick(&["Thị", "Mùi", "Mùi", "Tá"]), *random.pick(DAO_WOMEN)),
        (_, false) => (*random.pick(MIDDLE_MEN), *random.pick(MEN)),
        (_, true) => (*random.pick(MIDDLE_WOMEN), *random.pick(WOMEN)),
    };
    if middle == given {
        return full_name(random, people, family, sex);
    }
    format!("{family} {middle} {given}")
}

/// A hamlet where mostly that people lives.
pub fn hamlet(random: &mut Random, people: People) -> String {
    let (prefixes, stems) = match people.is_upland() {
        true => (UPLAND_PREFIXES, UPLAND_STEMS),
        false => (VALLEY_PREFIXES, VALLEY_STEMS),
    };
    format!("{} {}", random.pick(prefixes), random.pick(stems))
}
