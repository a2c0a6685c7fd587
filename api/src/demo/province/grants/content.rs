//! What the applications of the demo say.

use chrono::NaiveDate;

use super::super::calendar::later;
use super::super::chains;
use super::super::random::Random;
use super::calls::line;
use super::wording::{goods, practices};
use crate::application_content::messages::{Activity, BudgetLine, BudgetSource, Content};
use crate::error::Error;
use crate::values::Vnd;

/// The price of one of the things that a grant buys, and of a day of work.
const UNIT_VND: i64 = 50_000;
const DAY_VND: i64 = 150_000;

/// What an application for a grant says that begins some months after a day.
///
/// # Errors
/// When a text does not fit.
pub fn content(
    random: &mut Random,
    chain: &str,
    entered: NaiveDate,
    requested_vnd: i64,
) -> Result<Content, Error> {
    let mut known = practices(chain).to_vec();
    random.shuffle(&mut known);
    let begin = later(entered, 90);
    let activities = (0..).zip(known.into_iter().take(random.between(2, 3) as usize));
    let activities: Result<Vec<Activity>, Error> = activities
        .map(|(n, (practice, name))| {
            let from = later(begin, 30 * n);
            let until = later(from, random.between(90, 180));
            let csa_practice = Some(line(practice)?);
            Ok(Activity { name: line(name)?, csa_practice, from_on: from.into(), until_on: until.into() })
        })
        .collect();
    let own_vnd = own(requested_vnd);
    let [counted, other] = goods(chain);
    let bought = counts(requested_vnd * 6 / 10, UNIT_VND);
    let days = counts(own_vnd * 4 / 10, DAY_VND);
    let (bought_vnd, days_vnd) = (i64::from(bought) * UNIT_VND, i64::from(days) * DAY_VND);
    let cash_vnd = own_vnd / 4;
    Ok(Content {
        title: line(&format!("{} thích ứng với biến đổi khí hậu", upper_first(chains::work(chain))))?,
        activities: activities?,
        budget_lines: vec![
            counted_line(BudgetSource::Grant, counted, bought, UNIT_VND)?,
            plain_line(BudgetSource::Grant, other, requested_vnd - bought_vnd)?,
            counted_line(BudgetSource::OwnLabour, "Ngày công của thành viên", days, DAY_VND)?,
            plain_line(BudgetSource::OwnCash, "Tiền mặt của nhóm", cash_vnd)?,
            plain_line(BudgetSource::OwnKind, "Vật tư tại chỗ", own_vnd - days_vnd - cash_vnd)?,
        ],
        total_vnd: vnd(requested_vnd + own_vnd)?,
        planned_results: vec![
            line(&format!("Thu nhập của thành viên tăng ít nhất {}%", 5 * random.between(2, 6)))?,
            line("Ít nhất 80% thành viên áp dụng biện pháp mới")?,
        ],
    })
}

/// What a group gives itself: a little more than three tenths of the whole.
fn own(requested_vnd: i64) -> i64 {
    requested_vnd * 45 / 100
}

fn counts(amount_vnd: i64, unit_vnd: i64) -> u32 {
    u32::try_from(amount_vnd / unit_vnd).unwrap_or(1)
}

fn vnd(amount: i64) -> Result<Vnd, Error> {
    Vnd::parse(amount).map_err(|_| Error::internal("an amount of the demo is out of range"))
}

fn counted_line(source: BudgetSource, name: &str, count: u32, unit_vnd: i64) -> Result<BudgetLine, Error> {
    let amount_vnd = vnd(i64::from(count) * unit_vnd)?;
    let (count, unit_price_vnd) = (Some(count), Some(vnd(unit_vnd)?));
    Ok(BudgetLine { source, name: line(name)?, count, unit_price_vnd, amount_vnd })
}

fn plain_line(source: BudgetSource, name: &str, amount_vnd: i64) -> Result<BudgetLine, Error> {
    let amount_vnd = vnd(amount_vnd)?;
    Ok(BudgetLine { source, name: line(name)?, count: None, unit_price_vnd: None, amount_vnd })
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
