//! Folding cells of trade into rows.

use std::collections::{BTreeMap, HashMap};

use entity::{
    enums::{AreaLevel, PartnerKind, ProductForm},
    ids::AreaId,
    unit,
};

use super::{
    messages::{Trade, TradeRow, Volume},
    queries::TradeCell,
};
use crate::{
    breakdowns::messages::{Label, RowHead},
    indicators::messages::{Lists, Narrower},
    maps::{MapYear, Maps},
    values::Quantity,
};

/// The cells of one report and everything that rows are made from.
#[derive(Debug)]
pub struct Market<'a> {
    /// What was contracted.
    pub lines: &'a [TradeCell],
    /// What was delivered.
    pub deliveries: &'a [TradeCell],
    /// All units, by code.
    pub units: &'a HashMap<String, unit::Model>,
    /// Both maps.
    pub maps: &'a Maps,
    /// The map of the places.
    pub map: MapYear,
    /// The addresses of the records. Who may list them sees what they say, others how many there are: the sums over few
    /// contracts would tell their prices.
    pub lists: Lists,
    /// Whether everybody sees the quantities of the extent as a whole: it consists of districts or is the province.
    pub is_wide: bool,
    /// All value chains, by code.
    pub chains: &'a BTreeMap<String, Label>,
}

/// A product, and the unit in which all of it is added up.
type Product = (String, ProductForm, String);

/// Number of lines or deliveries, and what they are worth.
#[derive(Clone, Debug, Default)]
struct Sum {
    records: i64,
    vnd: i64,
}

/// What was contracted and delivered.
#[derive(Clone, Debug, Default)]
struct Tally {
    contracted: Sum,
    delivered: Sum,
    volumes: BTreeMap<Product, [i128; 2]>,
}

/// What was contracted stands first in pairs of quantities, what was delivered second.
const CONTRACTED: usize = 0;
const DELIVERED: usize = 1;

impl Market<'_> {
    /// All breakdowns.
    #[must_use]
    pub fn trade(&self) -> Trade {
        Trade {
            by_value_chain: self.by_value_chain(),
            by_partner_kind: self.by_partner_kind(),
            by_district: (self.map == MapYear::Of2022).then(|| self.places(AreaLevel::District)),
            by_commune: self.places(AreaLevel::Commune),
        }
    }

    /// The first unit of what a unit measures, and how many of it the unit makes.
    fn first_unit<'u>(&'u self, code: &'u str) -> (&'u str, i128) {
        let Some(unit) = self.units.get(code) else { return (code, 1) };
        let is_first = |other: &&unit::Model| other.measure == unit.measure && other.factor == 1;
        let first = self.units.values().find(is_first);
        first.map_or((code, 1), |first| (first.code.as_str(), i128::from(unit.factor)))
    }

    fn fold<K: Ord>(&self, of: impl Fn(&TradeCell) -> K) -> BTreeMap<K, Tally> {
        let mut sums: BTreeMap<K, Tally> = BTreeMap::new();
        for (cells, which) in [(self.lines, CONTRACTED), (self.deliveries, DELIVERED)] {
            for cell in cells {
                let tally = sums.entry(of(cell)).or_default();
                let sum = if which == CONTRACTED { &mut tally.contracted } else { &mut tally.delivered };
                sum.records += cell.records;
                sum.vnd += cell.amount_vnd;
                let (unit, factor) = self.first_unit(&cell.unit);
                let product = (cell.chain.clone(), cell.form, unit.to_owned());
                let both = tally.volumes.entry(product).or_default();
                if let Some(quantity) = both.get_mut(which) {
                    *quantity += cell.quantity() * factor;
                }
            }
        }
        sums
    }

    fn by_value_chain(&self) -> Vec<TradeRow> {
        let label =
            |code: &String| self.chains.get(code).cloned().unwrap_or_else(|| Label::fixed(code, code, code));
        let sums = self.fold(|cell| cell.chain.clone()).into_iter();
        sums.map(|(code, tally)| self.row(label(&code).into(), tally, ("value_chain", &code), self.is_wide))
            .collect()
    }

    fn by_partner_kind(&self) -> Vec<TradeRow> {
        use PartnerKind as K;
        let mut sums = self.fold(|cell| Label::from(cell.kind).code);
        let kinds = [K::Enterprise, K::Cooperative, K::HouseholdBusiness, K::Individual].map(Label::from);
        kinds
            .into_iter()
            .filter_map(|label| Some((sums.remove(&label.code)?, label)))
            .map(|(tally, label)| {
                let code = label.code.clone();
                self.row(label.into(), tally, ("partner_kind", &code), self.is_wide)
            })
            .collect()
    }

    fn unit_of(&self, level: AreaLevel, cell: &TradeCell) -> Option<AreaId> {
        let commune = self.maps.commune_on(self.map, cell.commune_id, cell.former_commune_id)?;
        match level {
            AreaLevel::Commune => Some(commune),
            _ => self.maps.unit(commune)?.parent_id,
        }
    }

    /// The units of a level in the order of their codes, then what is not assigned to any.
    fn places(&self, level: AreaLevel) -> Vec<TradeRow> {
        let mut sums = self.fold(|cell| self.unit_of(level, cell));
        let unknown = sums.remove(&None);
        let known = sums.into_iter().filter_map(|(id, tally)| Some((self.maps.unit(id?)?, tally)));
        let mut known: Vec<_> = known.collect();
        known.sort_by(|(a, _), (b, _)| a.code.cmp(&b.code));
        let mut rows: Vec<TradeRow> = known
            .into_iter()
            .map(|(unit, tally)| self.row(unit.into(), tally, ("area_id", &unit.id.to_string()), false))
            .collect();
        rows.extend(
            unknown
                .map(|tally| self.row(Label::not_assigned().into(), tally, ("not_assigned", "true"), false)),
        );
        rows
    }

    fn row(&self, head: RowHead, tally: Tally, filter: Narrower<'_>, is_told: bool) -> TradeRow {
        let Lists { has_contracts, has_deliveries, .. } = self.lists;
        let has_volumes = is_told || (has_contracts && has_deliveries);
        TradeRow {
            head,
            contract_lines: tally.contracted.records,
            contracted_vnd: has_contracts.then_some(tally.contracted.vnd),
            deliveries: tally.delivered.records,
            delivered_vnd: has_deliveries.then_some(tally.delivered.vnd),
            volumes: has_volumes.then(|| tally.volumes.into_iter().map(volume).collect()),
            contract_lines_url: self.lists.contract_lines(&[filter]),
            deliveries_url: self.lists.deliveries(&[filter]),
        }
    }
}

fn volume(((chain, form, unit), [contracted, delivered]): (Product, [i128; 2])) -> Volume {
    let told = |millionths: i128| i64::try_from(millionths).ok().map(Quantity::of_millionths);
    Volume { chain, form, unit, contracted: told(contracted), delivered: told(delivered) }
}
