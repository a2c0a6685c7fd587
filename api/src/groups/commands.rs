//! What happens inside a unit of work when a group is entered, changed or taken out.

use chrono::NaiveDate;
use entity::{
    enums::{GroupStatus, LegalForm, VoidReason},
    farmer_group, group_notice, group_office, group_period, group_value_chain,
    ids::GroupId,
    membership, value_chain,
    vietnamese::{fold, sort_key},
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};

use super::{
    messages::{Group, GroupPatch, NewGroup},
    queries::{SEARCHED_AS, group_on},
};
use crate::{
    access::{
        Access, Permit,
        permission::groups::{CreateGroup, DeleteGroup, UpdateGroup},
    },
    applications::queries::has_applied,
    areas::queries::commune_for_entry,
    contracts::queries::has_contracts,
    error::{Code, Error, Faults, Text},
    group_chains::messages::ChainUse,
    memberships::queries::memberships_on,
    mentions::queries::memberships_in,
    notices::queries::notice_due,
    offers::queries::has_offered,
    periods::queries::{check_late_of, check_name, former_commune, not_after_today},
    store::{Change, Entry, Tx},
    values::{FieldCode, TaxCode},
};

/// Enters a group; it is forming from its first day on.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateGroup>,
    new: &NewGroup,
) -> Result<Change<Group>, Error> {
    let from_on = new.from_on.into();
    let mut faults = Faults::default();
    not_after_today(&mut faults, "/from_on", from_on, tx.today());
    let (reach, named) = (access.reach(), ("/commune_id", "/from_on"));
    faults.keep(commune_for_entry(tx, reach, new.commune_id, from_on, named).await)?;
    if let Some(former) = new.former_commune_id {
        faults.keep(former_commune(tx, former, new.commune_id).await)?;
    }
    let papers = Papers {
        form: new.legal_form,
        contract_signed_on: new.contract_signed_on.map(Into::into),
        registration_number: new.registration_number.clone(),
        registered_on: new.registered_on.map(Into::into),
    };
    papers.check(&mut faults, tx.today());
    check_chains(tx, &mut faults, &new.value_chains).await?;
    faults.check()?;
    check_name(tx, access, new.name.as_ref(), new.commune_id, None).await?;
    let id = new.id.unwrap_or_else(|| tx.new_id());
    let name = new.name.as_ref();
    tx.insert(farmer_group::ActiveModel {
        id: Set(id),
        code: Set(tx.next_code("farmer_group", "NH").await?),
        name: Set(name.to_owned()),
        name_key: Set(fold(name)),
        sort_key: Set(sort_key(name)),
        began_as: Set(new.legal_form),
        upgraded_from_id: Set(None),
        registration_number: Set(papers.registration_number.map(TaxCode::into_string)),
        registered_on: Set(papers.registered_on),
        contract_signed_on: Set(papers.contract_signed_on),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    })
    .await?;
    tx.insert(group_period::ActiveModel {
        id: Set(tx.new_id()),
        group_id: Set(id),
        legal_form: Set(new.legal_form),
        status: Set(GroupStatus::Forming),
        commune_id: Set(new.commune_id),
        former_commune_id: Set(new.former_commune_id),
        from_on: Set(from_on),
        until_on: Set(None),
        created_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    })
    .await?;
    tx.insert_all(chain_rows(id, &new.value_chains)).await?;
    tx.index_words(SEARCHED_AS, id.into(), name).await?;
    Ok(Change::created(present(tx, access, id).await?))
}

/// Changes name, value chains and papers.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateGroup>,
    id: GroupId,
    patch: &GroupPatch,
) -> Result<Change<Group>, Error> {
    let row = tx.current(access.row::<farmer_group::Entity>(id)).await?;
    let before = present(tx, access, id).await?;
    let papers = Papers {
        form: before.present_form,
        contract_signed_on: patch
            .contract_signed_on
            .map_or(row.contract_signed_on, |day| day.map(Into::into)),
        registration_number: patch.registration_number.clone().flatten(),
        registered_on: patch.registered_on.map_or(row.registered_on, |day| day.map(Into::into)),
    };
    let kept = row.registration_number.clone().filter(|_| patch.registration_number.is_none());
    let registration_number = papers.registration_number.clone().map(TaxCode::into_string).or(kept);
    let is_stripped = before.present_form == LegalForm::Tht && papers.contract_signed_on.is_none()
        || before.present_status != GroupStatus::Forming
            && before.present_form == LegalForm::Cooperative
            && (registration_number.is_none() || papers.registered_on.is_none());
    tx.update::<farmer_group::Entity>(row, |row| {
        if let Some(name) = &patch.name {
            row.name = Set(name.as_ref().to_owned());
            row.name_key = Set(fold(name.as_ref()));
            row.sort_key = Set(sort_key(name.as_ref()));
        }
        row.contract_signed_on = Set(papers.contract_signed_on);
        row.registration_number = Set(registration_number);
        row.registered_on = Set(papers.registered_on);
    })
    .await?;
    let mut faults = Faults::default();
    let text = Text::new(
        "Nhóm đang hoạt động không được thiếu giấy tờ này.",
        "A group of this form needs its papers.",
    );
    let is_touched = patch.contract_signed_on.is_some()
        || patch.registration_number.is_some()
        || patch.registered_on.is_some();
    faults.when(is_stripped && is_touched, "", FieldCode::Inconsistent, text);
    papers.check(&mut faults, tx.today());
    if let Some(chains) = &patch.value_chains {
        check_chains(tx, &mut faults, chains).await?;
    }
    faults.check()?;
    let mut warnings = Vec::new();
    if let Some(name) = patch.name.as_ref().map(AsRef::as_ref).filter(|name| *name != before.name) {
        check_name(tx, access, name, before.commune_id, Some(id)).await?;
        tx.index_words(SEARCHED_AS, id.into(), name).await?;
        tx.touch(memberships_in(tx, id)).await?;
        if before.present_form == LegalForm::Tht {
            warnings.extend(notice_due(tx, tx.today(), None).await?);
        }
    }
    if let Some(chains) = &patch.value_chains {
        let old = tx.beyond_reach("parts of a group that was found");
        tx.replace_parts(old.filter(group_value_chain::Column::GroupId.eq(id)), chain_rows(id, chains))
            .await?;
    }
    let after = present(tx, access, id).await?.warning(warnings);
    Ok(Change::changed("updated", &before, after))
}

/// Takes out a group that was entered in error, with everything that belongs to it.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteGroup>,
    id: GroupId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = tx.current(access.row::<farmer_group::Entity>(id)).await?;
    check_late_of(tx, id, NaiveDate::MIN).await?;
    let before = present(tx, access, id).await?;
    let word = reason.to_value();
    tx.update::<farmer_group::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    if before.upgraded_from_id.or(before.continued_by_id).is_some() {
        return Err(Error::conflict(
            Code::ResourceInUse,
            Text::new(
                "Nhóm và hợp tác xã nối tiếp nó chỉ có thể cùng tồn tại.",
                "A group and the cooperative that continues it stand for each other.",
            ),
        ));
    }
    let uses = [
        (has_applied(tx, id).await?, "Nhóm có hồ sơ xin tài trợ.", "The group has applied for a grant."),
        (has_offered(tx, id).await?, "Nhóm có chào bán.", "The group has offered something for sale."),
        (has_contracts(tx, id).await?, "Nhóm có hợp đồng mua bán.", "The group has sales contracts."),
    ];
    if let Some((_, vi, en)) = uses.into_iter().find(|(is_used, ..)| *is_used) {
        return Err(Error::conflict(Code::ResourceInUse, Text::new(vi, en)));
    }
    let why = "parts of a group that was found";
    let members = tx.beyond_reach::<membership::Entity>(why).filter(membership::Column::GroupId.eq(id));
    let rows = tx.lock_all(members.clone()).await?;
    let views = memberships_on(tx, members, tx.today()).await?;
    for row in rows {
        tx.amend::<membership::Entity>(row, |row| {
            row.voided_at = Set(Some(tx.now()));
            row.void_reason = Set(Some(reason));
        })
        .await?;
    }
    void_parts(tx, id, reason).await?;
    let entries = views.iter().map(|view| Entry::removed(view, &word));
    Ok(Change::removed(&before, &word).and_all(entries))
}

async fn void_parts(tx: &Tx, id: GroupId, reason: VoidReason) -> Result<(), Error> {
    let why = "parts of a group that was found";
    let offices = tx.beyond_reach::<group_office::Entity>(why).filter(group_office::Column::GroupId.eq(id));
    for row in tx.all(offices).await? {
        tx.edit::<group_office::Entity>(row, |row| {
            row.voided_at = Set(Some(tx.now()));
            row.void_reason = Set(Some(reason));
        })
        .await?;
    }
    let notices = tx.beyond_reach::<group_notice::Entity>(why).filter(group_notice::Column::GroupId.eq(id));
    for row in tx.lock_all(notices).await? {
        tx.amend::<group_notice::Entity>(row, |row| {
            row.voided_at = Set(Some(tx.now()));
            row.void_reason = Set(Some(reason));
        })
        .await?;
    }
    let periods = tx.beyond_reach::<group_period::Entity>(why).filter(group_period::Column::GroupId.eq(id));
    for row in tx.all(periods).await? {
        tx.edit::<group_period::Entity>(row, |row| {
            row.voided_at = Set(Some(tx.now()));
            row.void_reason = Set(Some(reason));
        })
        .await?;
    }
    Ok(())
}

async fn present<P: Permit>(tx: &Tx, access: &Access<P>, id: GroupId) -> Result<Group, Error> {
    group_on(tx, access.row(id), tx.today(), |permission| access.caller().holds(permission)).await
}

fn chain_rows(id: GroupId, chains: &[ChainUse]) -> Vec<group_value_chain::ActiveModel> {
    let row = |chain: &ChainUse| group_value_chain::ActiveModel {
        group_id: Set(id),
        chain: Set(chain.chain.clone()),
        is_primary: Set(chain.is_primary),
    };
    chains.iter().map(row).collect()
}

async fn check_chains(tx: &Tx, faults: &mut Faults, chains: &[ChainUse]) -> Result<(), Error> {
    let codes = chains.iter().map(|chain| chain.chain.as_str());
    let rows = tx
        .beyond_reach::<value_chain::Entity>("reference data")
        .filter(value_chain::Column::Code.is_in(codes));
    let known = tx.all(rows).await?;
    for (n, chain) in chains.iter().enumerate() {
        let text = Text::new("Không có chuỗi giá trị này.", "There is no such value chain.");
        let is_unknown = known.iter().all(|row| row.code != chain.chain);
        faults.when(is_unknown, format!("/value_chains/{n}/chain"), FieldCode::NotFound, text);
    }
    Ok(())
}

/// What a group has in writing.
struct Papers {
    form: LegalForm,
    contract_signed_on: Option<NaiveDate>,
    registration_number: Option<TaxCode>,
    registered_on: Option<NaiveDate>,
}

impl Papers {
    fn check(&self, faults: &mut Faults, today: NaiveDate) {
        for (pointer, day) in
            [("/contract_signed_on", self.contract_signed_on), ("/registered_on", self.registered_on)]
        {
            if let Some(day) = day {
                not_after_today(faults, pointer, day, today);
            }
        }
        let Some(number) = &self.registration_number else { return };
        let text =
            Text::new("Chỉ hợp tác xã có mã số đăng ký.", "Only cooperatives have a registration number.");
        let is_cooperative = self.form == LegalForm::Cooperative;
        faults.when(!is_cooperative, "/registration_number", FieldCode::Inconsistent, text);
        faults.when(
            !number.is_main(),
            "/registration_number",
            FieldCode::InvalidFormat,
            Text::new("Phải là mã số thuế 10 chữ số.", "It must be a tax code of 10 digits."),
        );
    }
}
