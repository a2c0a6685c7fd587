//! What the papers of the demo's trade say.

/// Why registrations are refused.
pub const NOT_REGISTERED: &str = "Không tìm thấy mã số thuế trong hệ thống đăng ký kinh doanh.";
/// Why partners are suspended.
pub const SUSPENDED: &str = "Chậm thanh toán cho các nhóm sau khi đã nhận hàng.";
/// Why a contract is refused.
pub const REJECTED: [&str; 3] = [
    "Giá thấp hơn giá nhóm đã thống nhất.",
    "Sản lượng vượt khả năng của nhóm.",
    "Thời gian giao hàng không khớp mùa vụ.",
];
/// Why a contract is ended before its time.
pub const TERMINATED: [&str; 3] = [
    "Mất mùa do rét đậm, hai bên thống nhất dừng.",
    "Bên mua ngừng thu mua sản phẩm này.",
    "Nhóm không đủ sản lượng để giao tiếp.",
];
/// Why a quantity is changed.
pub const MORE: &str = "Sản lượng thực tế cao hơn dự kiến.";
/// Why a price is changed.
pub const DEARER: &str = "Giá thị trường tăng, hai bên điều chỉnh theo biên bản.";
/// How disputes are settled.
pub const SETTLED: [&str; 2] = [
    "Cân lại có mặt hai bên; lấy theo số bên mua.",
    "Hàng hao hụt trên đường vận chuyển, hai bên thống nhất số bên mua.",
];
/// What penalties are agreed on.
pub const PENALTY: &str =
    "Bên vi phạm bồi thường 8% giá trị phần nghĩa vụ bị vi phạm, trừ trường hợp bất khả kháng.";
/// Which market prices are meant.
pub const MARKETS: [&str; 2] =
    ["Giá bình quân tuần tại chợ trung tâm tỉnh", "Giá bình quân tuần tại chợ trung tâm xã"];
/// What partners say that ask for an offer.
pub const ASKED: [&str; 3] = [
    "Chúng tôi muốn biết giá và điều kiện giao hàng.",
    "Chúng tôi có thể nhận hàng hằng tuần tại xã.",
    "Xin cho biết sản lượng từng đợt.",
];
/// Why they are refused.
pub const BUSY: &str = "Nhóm đã có bên mua cho phần sản lượng này.";
/// What groups ask for beside a price.
pub const OFFERED: [&str; 3] = [
    "Giao tại nhà văn hóa xóm, bên mua lo vận chuyển.",
    "Thanh toán trong 7 ngày từ khi cân hàng.",
    "Ứng trước 20% để mua vật tư.",
];

/// What a partner supplies for a value chain.
pub fn inputs(chain: &str) -> &'static str {
    match chain {
        "lon_den" | "bo_mong" | "ga_thit" => "Thức ăn và thuốc thú y, trừ vào tiền hàng",
        "mien_dong" => "Bao bì có nhãn của bên mua",
        _ => "Giống và phân bón, trừ vào tiền hàng",
    }
}

/// What quality is agreed on: the better and the other one.
pub fn grades(chain: &str) -> [&'static str; 2] {
    match chain {
        "lon_den" | "bo_mong" | "ga_thit" => ["Khỏe mạnh, đủ tuổi xuất chuồng", "Khỏe mạnh, nhẹ cân"],
        _ => ["Loại 1", "Loại 2"],
    }
}

/// What the annex on quality says.
pub fn quality(chain: &str) -> &'static str {
    match chain {
        "lon_den" | "bo_mong" | "ga_thit" => "Đã tiêm phòng đủ, có giấy kiểm dịch khi xuất chuồng.",
        "thach_den" | "lac" | "ngo" | "hoi" => "Độ ẩm không quá 14%, tạp chất không quá 2%, không mốc.",
        "mien_dong" => "Sợi khô đều, không phụ gia tẩy trắng.",
        _ => "Quả, củ đều, không dập nát, không sâu bệnh.",
    }
}
