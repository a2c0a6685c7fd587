//! What happens inside a unit of work when a ceiling is set, raised or lowered.

use entity::{
    account_balance, area,
    enums::AccountKind,
    fund, fund_account, fund_ceiling,
    ids::{AreaId, CeilingId, FundId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;

use super::{
    messages::{Ceiling, CeilingPatch, NewCeiling},
    queries::taken,
};
use crate::{
    access::{
        Access,
        permission::funds::{CreateCeiling, UpdateCeiling},
    },
    areas::queries::{NOT_IN_YEAR, exists_in},
    error::{Code, Error, Faults, Finding, Text},
    store::{Change, Tx},
    values::FieldCode,
};

/// Sets a ceiling; what open calls take under it already counts.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateCeiling>,
    fund_id: FundId,
    new: &NewCeiling,
) -> Result<Change<Ceiling>, Error> {
    tx.one(access.row::<fund::Entity>(fund_id)).await?;
    check_area(tx, new.area_id, new.year).await?;
    let same = access
        .rows::<fund_ceiling::Entity>()
        .filter(fund_ceiling::Column::FundId.eq(fund_id))
        .filter(fund_ceiling::Column::Year.eq(new.year))
        .filter(fund_ceiling::Column::AreaId.eq(new.area_id));
    if let Some(ceiling) = tx.find(same).await? {
        return Err(Error::Conflict {
            code: Code::Duplicate,
            detail: Some(Text::new(
                "Quỹ đã có hạn mức cho đơn vị và năm này.",
                "The fund has a ceiling of this area and year already.",
            )),
            members: json!({ "existing_id": ceiling.id }),
        });
    }
    let taken_vnd = under_lock(tx, fund_id, new).await?;
    let limit_vnd = new.limit_vnd.get();
    if limit_vnd < taken_vnd {
        return Err(below(taken_vnd, limit_vnd));
    }
    let row = fund_ceiling::ActiveModel {
        id: Set(new.id.unwrap_or_else(|| tx.new_id())),
        fund_id: Set(fund_id),
        area_id: Set(new.area_id),
        year: Set(new.year),
        limit_vnd: Set(limit_vnd),
        taken_vnd: Set(taken_vnd),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    Ok(Change::created(tx.insert(row).await?.into()))
}

/// What is taken already, with the locks that opening a call or changing an allotment takes too: none of them can miss
/// the new ceiling.
async fn under_lock(tx: &Tx, fund_id: FundId, new: &NewCeiling) -> Result<i64, Error> {
    taken(tx, fund_id, new.area_id, new.year).await?;
    let why = "the money of a fund that was found";
    let accounts = tx
        .beyond_reach::<fund_account::Entity>(why)
        .filter(fund_account::Column::FundId.eq(fund_id))
        .filter(fund_account::Column::Kind.eq(AccountKind::Available));
    let available = tx.one(accounts).await?.id;
    let balances = tx.beyond_reach::<account_balance::Entity>(why);
    tx.lock(balances.filter(account_balance::Column::FundAccountId.eq(available))).await?;
    taken(tx, fund_id, new.area_id, new.year).await
}

/// The area must be known and exist on some day of the year.
async fn check_area(tx: &Tx, id: AreaId, year: i32) -> Result<(), Error> {
    let rows = tx.beyond_reach::<area::Entity>("the map is reference data").filter(area::Column::Id.eq(id));
    let found = tx.find(rows).await?;
    let mut faults = Faults::default();
    let text = Text::new("Không có đơn vị này.", "There is no such unit.");
    faults.unknown(found.is_none(), "/area_id", text);
    faults.check()?;
    let area = found.ok_or(Error::NotFound)?;
    if exists_in(&area, year) {
        return Ok(());
    }
    Err(Error::invalid("/area_id", FieldCode::Inconsistent, NOT_IN_YEAR))
}

/// Raises or lowers a ceiling.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateCeiling>,
    (fund_id, id): (FundId, CeilingId),
    patch: &CeilingPatch,
) -> Result<Change<Ceiling>, Error> {
    let rows = access.row::<fund_ceiling::Entity>(id).filter(fund_ceiling::Column::FundId.eq(fund_id));
    let row = tx.current(rows).await?;
    let before = Ceiling::from(row.clone());
    let limit_vnd = patch.limit_vnd.map_or(row.limit_vnd, Into::into);
    if limit_vnd < row.taken_vnd {
        return Err(below(row.taken_vnd, limit_vnd));
    }
    let row = tx.update::<fund_ceiling::Entity>(row, |row| row.limit_vnd = Set(limit_vnd)).await?;
    Ok(Change::changed("updated", &before, row.into()))
}

fn below(taken_vnd: i64, limit_vnd: i64) -> Error {
    let detail = Text::made(
        format!("Các đợt xét đã dùng {taken_vnd} đồng; hạn mức {limit_vnd} đồng là thấp hơn."),
        format!("Calls have taken {taken_vnd} VND already; a ceiling of {limit_vnd} VND is below that."),
    );
    Error::unmet(Code::FundsExceeded, &[Finding::new("fund_ceiling", taken_vnd, limit_vnd, detail)])
}
