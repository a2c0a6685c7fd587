//! What groups of the demo sell: by value chain the form, the unit, usual prices and quantities, and when.

use entity::enums::ProductForm::{self, Dried, Fresh, LiveWeight, Processed};

/// A product as it is usually sold.
#[derive(Clone, Copy, Debug)]
pub struct Product {
    /// The value chain.
    pub chain: &'static str,
    /// The form.
    pub form: ProductForm,
    /// The unit.
    pub unit: &'static str,
    /// The lowest and the highest price per unit, in đồng.
    pub price: (i64, i64),
    /// What prices are rounded to, in đồng.
    pub rounded_to: i64,
    /// The smallest and the largest quantity of a line, in the unit.
    pub quantity: (i64, i64),
    /// The first and the last month of delivery.
    pub months: (u32, u32),
    /// How much fresh makes one of the dried, where it is agreed on.
    pub ratio: Option<&'static str>,
}

const fn product(
    chain: &'static str,
    (form, unit): (ProductForm, &'static str),
    price: (i64, i64),
    quantity: (i64, i64),
    months: (u32, u32),
) -> Product {
    Product { chain, form, unit, price, rounded_to: 500, quantity, months, ratio: None }
}

const fn with_ratio(product: Product, ratio: &'static str) -> Product {
    Product { ratio: Some(ratio), ..product }
}

/// The main product of each of the thirteen value chains, and some others.
const PRODUCTS: [Product; 17] = [
    product("lon_den", (LiveWeight, "kg"), (72_000, 95_000), (400, 1_800), (5, 12)),
    product("bo_mong", (LiveWeight, "head"), (17_000_000, 28_000_000), (4, 14), (5, 12)),
    product("bo_mong", (LiveWeight, "kg"), (85_000, 112_000), (900, 3_200), (5, 12)),
    product("ga_thit", (LiveWeight, "kg"), (105_000, 140_000), (250, 900), (5, 12)),
    with_ratio(product("thach_den", (Dried, "kg"), (34_000, 42_000), (1_200, 6_000), (8, 12)), "8.5"),
    product("lac", (Dried, "kg"), (24_000, 31_000), (800, 4_000), (6, 10)),
    product("lac", (Dried, "ta"), (2_400_000, 3_100_000), (8, 40), (6, 10)),
    product("ngo", (Dried, "ta"), (640_000, 860_000), (40, 220), (8, 12)),
    product("mien_dong", (Processed, "kg"), (52_000, 72_000), (500, 2_600), (10, 12)),
    product("gung", (Fresh, "kg"), (11_000, 20_000), (1_500, 9_000), (10, 12)),
    product("nghe", (Fresh, "tan"), (7_500_000, 12_000_000), (3, 14), (10, 12)),
    product("nghe", (Processed, "kg"), (140_000, 190_000), (150, 700), (10, 12)),
    product("bi_xanh_thom", (Fresh, "kg"), (6_500, 11_000), (2_000, 12_000), (5, 9)),
    product("thanh_long", (Fresh, "kg"), (11_000, 19_000), (1_200, 7_000), (6, 11)),
    product("quyt", (Fresh, "kg"), (14_000, 24_000), (1_000, 6_000), (10, 12)),
    with_ratio(product("hoi", (Dried, "kg"), (105_000, 150_000), (300, 1_500), (7, 10)), "4.2"),
    product("hoi", (Fresh, "kg"), (22_000, 36_000), (800, 5_000), (7, 10)),
];

/// The products of a value chain, the main one first.
pub fn of_chain(chain: &str) -> Vec<&'static Product> {
    PRODUCTS.iter().filter(|product| product.chain == chain).collect()
}

/// How many of the first unit of its measure a unit makes.
pub fn factor(unit: &str) -> i64 {
    match unit {
        "yen" => 10,
        "ta" => 100,
        "tan" => 1000,
        _ => 1,
    }
}
