//! Tables of the rich publication.

use super::super::document::{
    Dimension::{Commune, District, Indigenous, LegalForm, Poverty, Sex, ValueChain, Year, Young},
    Table,
};
use super::building::{Leaf, leaf, ratio, table};
use super::names::COMMUNES;

/// What is withheld of the persons trained.
const WITHHELD: [&str; 4] = [
    "female/young/not_indigenous",
    "female/not_young/not_indigenous",
    "male/young/not_indigenous",
    "male/not_young/not_indigenous",
];

/// All of them.
pub fn all() -> Vec<Table> {
    [of_groups(), of_members(), of_money(), of_persons()].concat()
}

fn of_groups() -> Vec<Table> {
    let years = [("2018", 96), ("2019", 141), ("2020", 138), ("2021", 127), ("2022", 82)];
    let forms = [leaf(&["cig"], 371), leaf(&["tht"], 205), leaf(&["cooperative"], 8)];
    let districts = [
        ratio(&["045"], 214, 251),
        ratio(&["052"], 148, 190),
        ratio(&["053"], 102, 140),
        ratio(&["not_assigned"], 3, 3),
    ];
    vec![
        table("G1", &[], &[leaf(&[], 584)], &[]),
        table("G1", &[Year], &years.map(|(year, count)| leaf(&[year], count)), &[]),
        table("G1", &[Commune], &spread(584, None), &["01378", "01744"]),
        table("G1", &[LegalForm], &forms, &[]),
        table("G4", &[District], &districts, &[]),
    ]
}

fn of_members() -> Vec<Table> {
    let withheld = ["01378/female", "01378/male", "01744/female", "01744/male"];
    let poverty = [leaf(&["poor"], 3_120), leaf(&["near_poor"], 1_880), leaf(&["not_poor"], 2_914)];
    vec![
        table("G2", &[Commune, Sex], &by_sex(), &withheld),
        table("G2", &[Poverty], &poverty, &[]),
        table("G3", &[], &[ratio(&[], 5_000, 7_914)], &[]),
        table("G3", &[Commune], &spread(5_000, Some(7_914)), &["01399", "01807", "01810"]),
    ]
}

fn of_money() -> Vec<Table> {
    let years = [
        ("2018", 4_100_000_000),
        ("2019", 6_250_000_000),
        ("2020", 8_900_000_000),
        ("2021", 9_150_000_000),
        ("2022", 4_300_000_000),
    ];
    let chains = [
        leaf(&["lon_den"], 14_200_000_000),
        leaf(&["bo_mong"], 9_800_000_000),
        leaf(&["thach_den"], 8_700_000_000),
    ];
    vec![
        table("G5", &[Year], &years.map(|(year, money)| leaf(&[year], money)), &["2018", "2022"]),
        table("G5", &[ValueChain], &chains, &[]),
    ]
}

fn of_persons() -> Vec<Table> {
    let sexes = [ratio(&["female"], 3_402, 3_986), ratio(&["male"], 2_718, 3_514), ratio(&["unknown"], 0, 0)];
    vec![
        table("G8", &[Sex], &sexes, &[]),
        table("1.1.4", &[Sex, Young, Indigenous], &three_ways(), &WITHHELD),
        table("Policy 1", &[], &[leaf(&[], 3)], &[]),
    ]
}

/// Totals spread over the communes, each a little different.
fn spread(total: i64, whole: Option<i64>) -> Vec<Leaf> {
    let weights: Vec<i64> = (0..30).map(|at| 60 + (at * 37 % 61) * 3).collect();
    let other: Vec<i64> = (0..30).map(|at| 60 + (at * 37 % 61) * 3 + (at * 13 % 11) * 5).collect();
    let part = |total: i64, weights: &[i64], at: usize| {
        let sum: i64 = weights.iter().sum();
        let before: i64 = weights[..at].iter().sum();
        total * (before + weights[at]) / sum - total * before / sum
    };
    let leaves = COMMUNES.iter().enumerate();
    leaves
        .map(|(at, commune)| {
            (vec![commune.0], part(total, &weights, at), whole.map(|all| part(all, &other, at)))
        })
        .collect()
}

fn by_sex() -> Vec<Leaf> {
    let split = |(mut key, value, _): Leaf| {
        let women = value * 53 / 100;
        let commune = key.remove(0);
        [leaf(&[commune, "female"], women), leaf(&[commune, "male"], value - women)]
    };
    spread(7_900, None).into_iter().flat_map(split).chain([leaf(&["not_assigned", "female"], 14)]).collect()
}

fn three_ways() -> Vec<Leaf> {
    let counts = [1_204, 12, 2_015, 9, 988, 11, 1_860, 21];
    let mut leaves = Vec::new();
    for (at, sex) in ["female", "male"].into_iter().enumerate() {
        for (age, young) in ["young", "not_young"].into_iter().enumerate() {
            for (group, indigenous) in ["indigenous", "not_indigenous"].into_iter().enumerate() {
                leaves.push(leaf(&[sex, young, indigenous], counts[at * 4 + age * 2 + group]));
            }
        }
    }
    leaves
}
