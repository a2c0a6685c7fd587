//! What stands against a change of a text in force: the days that have passed under it, and what was delivered.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::line_balance;

use crate::{
    contract_content::messages::{ContractContent, ContractLine},
    error::{Faults, Finding, Text},
    values::{FieldCode, Quantity},
};

/// One thing that the new text must not say.
struct Misfit {
    /// The rule, and the member of the text or of the line that breaks it; none when the line is gone.
    rule: &'static str,
    member: Option<&'static str>,
    /// Place of the line in the new text.
    place: Option<usize>,
    detail: Text,
}

/// What does not fit: the day of signing, and a day of the term that has come, stay; each line of which something was
/// delivered keeps its product and its unit, and what may be delivered of it does not go below what was.
fn misfits(
    old: &ContractContent,
    new: &ContractContent,
    balances: &[line_balance::Model],
    today: NaiveDate,
) -> Vec<Misfit> {
    let mut found = moved(old, new, today);
    found.extend(delivered(old, new, balances));
    found
}

/// Days are moved while they are to come, and to a day that is not past: what was true of a day that has passed, and was
/// counted then, stays true.
fn moved(old: &ContractContent, new: &ContractContent, today: NaiveDate) -> Vec<Misfit> {
    let starts = (old.starts_on.date(), new.starts_on.date());
    let ends = (old.ends_on.date(), new.ends_on.date());
    let can_start = starts.0 > today && starts.1 >= today;
    let can_end = ends.0 >= today && ends.1 >= today;
    let days = [
        (
            "signed_on",
            old.signed_on == new.signed_on,
            Text::new(
                "Ngày ký của hợp đồng không đổi.",
                "The day of signing stays; a change is dated by its confirmations.",
            ),
        ),
        (
            "starts_on",
            starts.0 == starts.1 || can_start,
            Text::new(
                "Ngày bắt đầu đã đến thì không đổi; chưa đến thì không chuyển về ngày đã qua.",
                "A first day that has come stays; one to come moves to today or later.",
            ),
        ),
        (
            "ends_on",
            ends.0 == ends.1 || can_end,
            Text::new(
                "Ngày kết thúc chỉ chuyển tới hôm nay hoặc sau đó.",
                "The last day moves to today or later, while it has not passed.",
            ),
        ),
    ];
    let changed = days.into_iter().filter(|(_, fits, _)| !fits);
    changed
        .map(|(member, _, detail)| Misfit { rule: "term_passed", member: Some(member), place: None, detail })
        .collect()
}

fn delivered(old: &ContractContent, new: &ContractContent, balances: &[line_balance::Model]) -> Vec<Misfit> {
    let delivered: HashMap<i32, i64> = balances
        .iter()
        .filter(|balance| balance.delivered > 0)
        .map(|balance| (balance.line_no, balance.delivered))
        .collect();
    let mut found = Vec::new();
    for line in &old.lines {
        let Some(delivered) = delivered.get(&i32::from(line.line_no)) else { continue };
        let place = new.lines.iter().position(|other| other.line_no == line.line_no);
        match place.and_then(|place| new.lines.get(place)) {
            Some(other) => {
                compare(&mut found, (line, other, new), Quantity::of_millionths(*delivered), place)
            }
            None => found.push(Misfit {
                rule: "line_delivered",
                member: None,
                place,
                detail: Text::made(
                    format!("Dòng {} đã có hàng giao, không được bỏ.", line.line_no),
                    format!("Something was delivered of line {}: it has to stay.", line.line_no),
                ),
            }),
        }
    }
    found
}

fn compare(
    found: &mut Vec<Misfit>,
    (old, new, content): (&ContractLine, &ContractLine, &ContractContent),
    delivered: Quantity,
    place: Option<usize>,
) {
    let same =
        [("chain", old.chain == new.chain), ("form", old.form == new.form), ("unit", old.unit == new.unit)];
    let changed = same.into_iter().filter(|(_, is_same)| !is_same);
    found.extend(changed.map(|(member, _)| Misfit {
        rule: "product_delivered",
        member: Some(member),
        place,
        detail: Text::made(
            format!("Dòng {} đã có hàng giao: giữ nguyên sản phẩm và đơn vị.", new.line_no),
            format!("Something was delivered of line {}: product and unit have to stay.", new.line_no),
        ),
    }));
    if old.unit == new.unit && content.most_of(new) < delivered {
        found.push(Misfit {
            rule: "quantity_delivered",
            member: Some("quantity"),
            place,
            detail: Text::made(
                format!("Đã giao {delivered} {} của dòng {}.", new.unit.as_ref(), new.line_no),
                format!("{delivered} {} of line {} were delivered.", new.unit.as_ref(), new.line_no),
            ),
        });
    }
}

/// Notes what stands against a change that is proposed today; `at` points to the new content in the body.
pub fn check_change(
    faults: &mut Faults,
    at: &str,
    old: &ContractContent,
    new: &ContractContent,
    balances: &[line_balance::Model],
    today: NaiveDate,
) {
    for misfit in misfits(old, new, balances, today) {
        let (pointer, code) = match (misfit.place, misfit.member) {
            (Some(n), Some("quantity")) => (format!("{at}/lines/{n}/quantity"), FieldCode::OutOfRange),
            (Some(n), Some(member)) => (format!("{at}/lines/{n}/{member}"), FieldCode::Inconsistent),
            (None, Some(member)) => (format!("{at}/{member}"), FieldCode::Inconsistent),
            _ => (format!("{at}/lines"), FieldCode::Inconsistent),
        };
        faults.when(true, pointer, code, misfit.detail);
    }
}

/// The same as rules that are not met, when nothing in the body can be pointed at.
#[must_use]
pub fn unmet(
    old: &ContractContent,
    new: &ContractContent,
    balances: &[line_balance::Model],
    today: NaiveDate,
) -> Vec<Finding> {
    let misfits = misfits(old, new, balances, today).into_iter();
    misfits.map(|misfit| Finding::plain(misfit.rule, misfit.detail)).collect()
}
