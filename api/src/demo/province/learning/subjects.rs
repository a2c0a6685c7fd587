//! What the demo's training is about.

use entity::enums::{TrainingDomain, TrainingKind};

/// A subject: topic, kind, what is produced, title.
pub type Subject = (&'static str, TrainingKind, Option<TrainingDomain>, &'static str);

/// For members, the frequent ones first.
pub const FOR_MEMBERS: [(Subject, usize); 9] = [
    (("crop_techniques", TrainingKind::Production, Some(TrainingDomain::Crop), "Kỹ thuật trồng trọt"), 60),
    (
        (
            "livestock_techniques",
            TrainingKind::Production,
            Some(TrainingDomain::Livestock),
            "Kỹ thuật chăn nuôi",
        ),
        50,
    ),
    (
        (
            "animal_health",
            TrainingKind::Production,
            Some(TrainingDomain::Livestock),
            "Thú y và an toàn sinh học",
        ),
        25,
    ),
    (("processing", TrainingKind::Production, Some(TrainingDomain::Other), "Sơ chế, bảo quản nông sản"), 15),
    (("business_planning", TrainingKind::Business, None, "Lập kế hoạch sản xuất, kinh doanh"), 40),
    (("bookkeeping", TrainingKind::Business, None, "Ghi chép sổ sách của nhóm"), 25),
    (("group_management", TrainingKind::CollectiveEconomy, None, "Quản lý tổ hợp tác"), 30),
    (("climate_planning", TrainingKind::Climate, None, "Lập kế hoạch thích ứng khí hậu"), 40),
    (("gender_and_nutrition", TrainingKind::Other, None, "Giới và dinh dưỡng"), 15),
];

/// For cadres.
pub const FOR_CADRES: [Subject; 3] = [
    ("cooperative_law", TrainingKind::CollectiveEconomy, None, "Luật Hợp tác xã cho cán bộ hội"),
    ("leadership", TrainingKind::CollectiveEconomy, None, "Kỹ năng lãnh đạo cho cán bộ chi hội"),
    ("climate_change", TrainingKind::Climate, None, "Biến đổi khí hậu cho cán bộ hội"),
];

/// Who gives it.
pub const PROVIDERS: [&str; 4] = [
    "Trung tâm Khuyến nông tỉnh",
    "Hội Nông dân tỉnh",
    "Trung tâm Dạy nghề và Hỗ trợ nông dân",
    "Liên minh Hợp tác xã tỉnh",
];

/// Names of guests; the people belong to nobody.
pub const GUESTS: [&str; 6] =
    ["Hoàng Thị Thử", "Nông Văn Mẫu", "Lý Thị Thử", "Bế Văn Mẫu", "Triệu Thị Mẫu", "Đàm Văn Thử"];
