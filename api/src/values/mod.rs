//! Values that parse: a newtype exists only when its text or number was fit to be one.
//! Knows neither the database nor the rules between several fields.

mod breached;
pub mod commaed;
pub mod content;
pub mod day;
mod digits;
pub mod ethnic_code;
pub mod fault;
pub mod file;
pub mod hex;
pub mod instant;
pub mod login;
pub mod money;
pub mod names;
pub mod network;
pub mod person_number;
pub mod phone;
pub mod points;
pub mod quantity;
pub mod schema;
pub mod secret;
pub mod tax_code;
pub mod text;
mod wire;

pub use commaed::Commaed;
pub use day::{Day, Interval};
pub use ethnic_code::EthnicCode;
pub use fault::FieldCode;
pub use file::{FileName, Sha256Sum};
pub use hex::hex;
pub use instant::Instant;
pub use login::{Device, Login};
pub use money::{Bps, Vnd};
pub use names::{PersonName, person_sort_key, search_words};
pub use network::Network;
pub use person_number::{Disagreement, NumberKind, NumberSex, PersonNumber, disagreements};
pub use phone::Phone;
pub use points::Points;
pub use quantity::Quantity;
pub use secret::{NewPassword, Password};
pub use tax_code::{TaxCode, Taxpayer};
pub use text::{Line, Paragraph, normalise};
