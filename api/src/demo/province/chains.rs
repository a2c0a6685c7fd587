//! The thirteen value chains: where they are at home and what groups that follow them are called.

use super::random::Random;

/// What members of a group do, by value chain.
const WORK: [(&str, &str); 13] = [
    ("lon_den", "nuôi lợn đen"),
    ("bo_mong", "chăn nuôi bò Mông"),
    ("ga_thit", "nuôi gà thịt"),
    ("thach_den", "trồng thạch đen"),
    ("lac", "trồng lạc"),
    ("ngo", "trồng ngô"),
    ("mien_dong", "sản xuất miến dong"),
    ("gung", "trồng gừng"),
    ("nghe", "trồng nghệ"),
    ("bi_xanh_thom", "trồng bí xanh thơm"),
    ("thanh_long", "trồng thanh long"),
    ("quyt", "trồng quýt"),
    ("hoi", "trồng hồi"),
];

/// How frequent each chain is in each project district, in the order of `WORK`.
const FREQUENCY: [[usize; 13]; 3] = [
    [17, 19, 12, 2, 18, 9, 1, 8, 4, 3, 3, 3, 1],
    [18, 11, 11, 5, 4, 7, 19, 7, 7, 6, 1, 3, 1],
    [16, 6, 12, 22, 6, 6, 1, 5, 4, 6, 3, 4, 9],
];

/// A chain as it is chosen in that district.
pub fn choose(random: &mut Random, district: usize) -> &'static str {
    let frequency = FREQUENCY[district % FREQUENCY.len()];
    let weighted: Vec<_> = WORK.iter().map(|(chain, _)| *chain).zip(frequency).collect();
    random.weighted(&weighted)
}

/// What members of a group of that chain do.
pub fn work(chain: &str) -> &'static str {
    WORK.iter().find(|(code, _)| *code == chain).map_or("sản xuất", |(_, work)| work)
}
