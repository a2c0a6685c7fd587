//! What the papers of the demo's grants say.

/// Why screenings return applications.
pub const TO_MEND: [&str; 3] =
    ["Thiếu báo giá của nhà cung cấp.", "Dự toán chưa ghi rõ số lượng.", "Thiếu biên bản họp nhóm."];
/// Why applications are refused.
pub const REFUSED: [&str; 3] =
    ["Phương án chưa khả thi.", "Chưa rõ đầu ra của sản phẩm.", "Điểm thẩm định chưa đạt."];
/// Why they are put off.
pub const PUT_OFF: &str = "Cần khảo sát thực địa trước khi quyết định.";
/// Why grants are suspended.
pub const SUSPENDED: &str = "Công việc chậm tiến độ, chờ kiểm tra.";
/// Why they are ended.
pub const ENDED: &str = "Nhóm không tiếp tục thực hiện phương án.";
/// Why a payment was taken back.
pub const BOOKED_WRONG: &str = "Ghi nhầm số chứng từ chi.";
/// What is screened: a word and a remark.
pub const SCREENED: [(&str, &str); 3] = [
    ("documents_complete", "Đủ hồ sơ theo danh mục."),
    ("group_eligible", "Nhóm đúng đối tượng của đợt xét."),
    ("budget_plausible", "Dự toán sát giá thị trường."),
];
/// How contributions are valued.
pub const VALUED: [&str; 3] = [
    "Tiền mặt, theo phiếu thu của nhóm.",
    "Ngày công quy đổi 150.000 đồng/công, theo sổ chấm công.",
    "Vật tư tại chỗ, theo giá chợ xã.",
];

/// A practice, and what a group does by it.
pub type Practice = (&'static str, &'static str);

const CROPS: [Practice; 6] = [
    ("intercropping", "Trồng xen canh với cây họ đậu"),
    ("composting", "Ủ phân hữu cơ từ phụ phẩm"),
    ("tolerant_varieties", "Đưa giống chịu hạn vào sản xuất"),
    ("saving_irrigation", "Lắp hệ thống tưới tiết kiệm nước"),
    ("mulching", "Che phủ đất bằng tàn dư thực vật"),
    ("contour_planting", "Làm băng chắn xói mòn theo đường đồng mức"),
];
const ANIMALS: [Practice; 5] = [
    ("cold_proof_housing", "Cải tạo chuồng trại chống rét"),
    ("biological_bedding", "Dùng đệm lót sinh học"),
    ("forage_and_silage", "Trồng cỏ và ủ chua thức ăn"),
    ("vaccination_and_biosecurity", "Tiêm phòng định kỳ cho đàn vật nuôi"),
    ("biogas", "Xây hầm khí sinh học"),
];

/// The practices that fit a value chain.
pub fn practices(chain: &str) -> &'static [Practice] {
    match chain {
        "lon_den" | "bo_mong" | "ga_thit" => &ANIMALS,
        _ => &CROPS,
    }
}

/// What a grant buys for a value chain: things counted, and the rest.
pub fn goods(chain: &str) -> [&'static str; 2] {
    match chain {
        "lon_den" | "bo_mong" | "ga_thit" => ["Con giống và thức ăn", "Vật liệu làm chuồng"],
        "mien_dong" => ["Củ giống và phân bón", "Máy nghiền và sân phơi"],
        _ => ["Giống và phân bón", "Vật tư tưới và dụng cụ"],
    }
}
