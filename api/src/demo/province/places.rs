//! The 30 communes of the demo and their hamlets. Which communes the project really chose is not published.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::{area, ids::AreaId, vietnamese::fold};

use super::calendar::NEW_MAP_ON;
use super::map::Map;
use super::names::{self, People};
use super::random::Random;

/// A hamlet and who mostly lives there.
pub struct Hamlet {
    /// Its name, without the word for hamlet.
    pub name: String,
    /// Who mostly lives there.
    pub people: People,
}

/// A project commune on both maps.
pub struct Commune {
    /// Unit until 2025-06-30 and its code.
    pub old: (AreaId, String),
    /// Unit from 2025-07-01 and its code.
    pub new: (AreaId, String),
    /// The old unit and its district in an address.
    pub old_address: String,
    /// The new unit in an address.
    pub new_address: String,
    /// Which of the project districts it lies in.
    pub district: usize,
    /// How poor it is, 0 to 100.
    pub hardship: i64,
    /// Its hamlets.
    pub hamlets: Vec<Hamlet>,
    mix: [(People, usize); 5],
}

impl Commune {
    /// The unit that is valid on that day, and its code.
    pub fn on(&self, date: NaiveDate) -> (AreaId, &str) {
        let (id, code) = if date < NEW_MAP_ON { &self.old } else { &self.new };
        (*id, code)
    }

    /// The old unit, for records of the new map that name it.
    pub fn former_on(&self, date: NaiveDate, is_named: bool) -> Option<AreaId> {
        (date >= NEW_MAP_ON && is_named).then_some(self.old.0)
    }

    /// The people of somebody in that hamlet.
    pub fn people(&self, random: &mut Random, hamlet: usize) -> People {
        if random.chance(850) { self.hamlets[hamlet].people } else { random.weighted(&self.mix) }
    }

    /// A hamlet nearby: mostly the same one.
    pub fn hamlet_near(&self, random: &mut Random, hamlet: usize) -> usize {
        if random.chance(750) { hamlet } else { random.below(self.hamlets.len()) }
    }
}

/// How many communes take part.
pub const COMMUNES: usize = 30;

/// Code of a project district, how many of its communes take part, share of upland communes per mille.
const DISTRICTS: [(&str, usize, usize); 3] = [("045", 13, 400), ("052", 9, 500), ("053", 8, 250)];

/// Communes that show what is special about the two maps, so they always take part: reused codes, equal names,
/// successors made of parts of two districts.
const ALWAYS: [&str; 12] = [
    "01363", "01392", "01399", "01438", "01747", "01774", "01780", "01783", "01792", "01804", "01807",
    "01819",
];

/// Chooses the communes and names their hamlets.
pub fn choose(seed: u64, map: &Map) -> Vec<Commune> {
    let mut random = Random::of(seed, "communes");
    let mut taken = BTreeSet::new();
    let mut communes = Vec::new();
    for (index, (code, count, upland)) in DISTRICTS.into_iter().enumerate() {
        let Some(district) = map.district(code) else { continue };
        for area in choose_in(&mut random, map, district, count) {
            let is_upland = !is_township(area) && random.chance(upland);
            communes.extend(commune(&mut random, map, (index, district), area, is_upland, &mut taken));
        }
    }
    communes
}

fn choose_in<'a>(
    random: &mut Random,
    map: &'a Map,
    district: &area::Model,
    count: usize,
) -> Vec<&'a area::Model> {
    let (mut chosen, mut others): (Vec<_>, Vec<_>) =
        map.children(district.id).into_iter().partition(|area| ALWAYS.contains(&area.code.as_str()));
    random.shuffle(&mut others);
    chosen.extend(others);
    chosen.truncate(count);
    chosen.sort_by(|a, b| a.code.cmp(&b.code));
    chosen
}

fn commune(
    random: &mut Random,
    map: &Map,
    (district, parent): (usize, &area::Model),
    area: &area::Model,
    is_upland: bool,
    taken: &mut BTreeSet<(AreaId, String)>,
) -> Option<Commune> {
    let new = map.successor(area.id)?;
    let province = map.province().and_then(|id| map.area(id))?;
    let mix = mix(district, is_upland, is_township(area));
    let mut hamlets = Vec::new();
    let wanted = random.between(12, 15) as usize;
    while hamlets.len() < wanted {
        let people = random.weighted(&mix);
        let name = names::hamlet(random, people);
        if taken.insert((new.id, fold(&name))) {
            hamlets.push(Hamlet { name, people });
        }
    }
    let base = if is_upland { 70 } else { 40 };
    let tail = lower_first(&province.name_vi);
    Some(Commune {
        old: (area.id, area.code.clone()),
        new: (new.id, new.code.clone()),
        old_address: format!("{}, {}, {tail}", lower_first(&area.name_vi), lower_first(&parent.name_vi)),
        new_address: format!("{}, {tail}", lower_first(&new.name_vi)),
        district,
        hardship: base + random.between(-15, 15) - if is_township(area) { 20 } else { 0 },
        hamlets,
        mix,
    })
}

fn mix(district: usize, is_upland: bool, is_township: bool) -> [(People, usize); 5] {
    let [tay, nung, mong, dao, kinh] = match (is_township, is_upland, district) {
        (true, _, _) => [45, 32, 2, 6, 15],
        (_, false, 0) => [40, 46, 5, 3, 6],
        (_, true, 0) => [12, 34, 45, 8, 1],
        (_, false, 1) => [46, 15, 3, 32, 4],
        (_, true, 1) => [12, 6, 27, 54, 1],
        (_, false, _) => [45, 42, 1, 8, 4],
        (_, true, _) => [22, 33, 4, 40, 1],
    };
    [(People::Tay, tay), (People::Nung, nung), (People::Mong, mong), (People::Dao, dao), (People::Kinh, kinh)]
}

fn is_township(area: &area::Model) -> bool {
    area.name_vi.starts_with("Thị trấn")
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
