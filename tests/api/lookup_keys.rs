//! The key of the look-up is replaced while the service runs: everybody is found all the while, and no number is taken
//! twice.

use std::future::IntoFuture as _;

use entity::{enums::Sex, ids::PersonId, person, person_identity, person_key};
use hoinongdan::{
    identities::queries::Particulars,
    lookup_hashes::{Rehashed, rehash},
    store::vault::PersonKey,
    values::Phone,
};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::{App, Setup, at_once, both_databases, databases::Backend};
use uuid::Uuid;

const NUMBER: &str = "003185000123";
const OTHER: &str = "003185000456";
const PHONE: &str = "02060000123";

const OLD: &str = "look:QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=";
const BOTH: &str =
    "look:QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=,next:RUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUU=";
const NEW: &str = "next:RUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUU=";

/// The service with the old key, with both and with the new one, all on one database.
struct Rotation {
    old: App,
    both: App,
    new: App,
}

impl Rotation {
    async fn start(backend: Backend) -> Self {
        let keys = |lookup_keys| Setup { lookup_keys, ..Setup::default() };
        let old = App::with(backend, keys(OLD)).await;
        let (both, new) = (old.beside(keys(BOTH)).await, old.beside(keys(NEW)).await);
        Self { old, both, new }
    }
}

async fn rehashed(app: &App) -> Rehashed {
    rehash(app.store(), app.service().clock(), |_, _| ()).await.unwrap()
}

async fn body(app: &App, number: &str) -> Value {
    let household = app.household(app.area("01392", "2022-06-30").await, "2021-01-01").await;
    json!({
        "full_name": "Nông Thị Mẩy", "sex": "female", "birth_year": 1985, "household_id": household,
        "household_from_on": "2022-01-01", "identity": { "number": number, "phone": PHONE },
        "consents": [{ "purpose": "membership", "ground": "consent", "text_version": "2026-1", "channel": "paper" }],
    })
}

async fn register(app: &App, number: &str) -> Uuid {
    let officer = app.as_officer_of(app.province().await).await;
    officer.post("/v1/persons", body(app, number).await).await.expect(201).id()
}

async fn found(app: &App, wanted: Value) -> Vec<Value> {
    let officer = app.as_officer_of(app.province().await).await;
    let hits = officer.post("/v1/persons/lookup", wanted).without("idempotency-key").await.expect(200);
    hits.data().iter().map(|hit| hit["id"].clone()).collect()
}

/// Number, last digits and phone find this person alone, and nobody else gets the number.
async fn stands(app: &App, id: Uuid) {
    for wanted in [json!({ "number": NUMBER }), json!({ "last4": "0123" }), json!({ "phone": PHONE })] {
        assert_eq!(found(app, wanted.clone()).await, [json!(id)], "{wanted}");
    }
    let officer = app.as_officer_of(app.province().await).await;
    let again = officer.post("/v1/persons", body(app, NUMBER).await).await.problem(409, "duplicate");
    assert_eq!(again.json["existing_id"], json!(id));
    let other = app.person(app.household(app.area("01392", "2022-06-30").await, "2021-01-01").await).await;
    let taken =
        officer.patch(&format!("/v1/persons/{other}/identity"), "\"v1\"", json!({ "number": NUMBER })).await;
    assert_eq!(taken.problem(409, "duplicate").json["existing_id"], json!(id));
}

async fn row(app: &App, id: Uuid) -> person_identity::Model {
    person_identity::Entity::find_by_id(PersonId::from(id)).one(app.db()).await.unwrap().unwrap()
}

/// So many people who share a phone, as rows.
async fn many(app: &App, number: usize) {
    let keys = app.keyring();
    for chunk in vec![(); number].chunks(200) {
        let (mut persons, mut person_keys, mut identities) = (Vec::new(), Vec::new(), Vec::new());
        for () in chunk {
            let (id, key) = (PersonId::from(Uuid::now_v7()), PersonKey::generate());
            let wrapped = key.wrapped(&keys.master, id.into());
            persons.push(person::ActiveModel {
                id: Set(id),
                full_name: Set("Nông Thị Mẫu".to_owned()),
                sex: Set(Sex::Female),
                sort_key: Set(String::new()),
                version: Set(1),
                created_at: Set(app.now()),
                updated_at: Set(app.now()),
                ..Default::default()
            });
            person_keys.push(person_key::ActiveModel {
                person_id: Set(id),
                wrapped: Set(wrapped.bytes),
                master_key_id: Set(wrapped.master_key_id),
                created_at: Set(app.now()),
            });
            let values = Particulars { phone: Phone::parse(PHONE).ok(), ..Particulars::default() };
            identities.push(values.new_row(id, &key, &keys.lookup, app.now()));
        }
        person::Entity::insert_many(persons).exec_without_returning(app.db()).await.unwrap();
        person_key::Entity::insert_many(person_keys).exec_without_returning(app.db()).await.unwrap();
        person_identity::Entity::insert_many(identities).exec_without_returning(app.db()).await.unwrap();
    }
}

both_databases! {
    async fn a_person_stands_at_every_stage_of_a_rotation(rotation: Rotation) {
        let Rotation { old, both, new } = rotation;
        let id = register(&old, NUMBER).await;
        stands(&old, id).await;
        stands(&both, id).await;
        let version = row(&old, id).await.version;
        assert_eq!(rehashed(&both).await, Rehashed { identities: 1, unreadable: 0 });
        stands(&old, id).await;
        stands(&both, id).await;
        stands(&new, id).await;
        assert_eq!(rehashed(&new).await, Rehashed { identities: 1, unreadable: 0 });
        stands(&both, id).await;
        stands(&new, id).await;
        assert_eq!(row(&new, id).await.version, version, "nobody's If-Match is stale");
    }

    async fn nothing_of_the_old_key_is_left_in_the_end(rotation: Rotation) {
        let Rotation { old, both, new } = rotation;
        let (first, second) = (register(&old, NUMBER).await, register(&both, OTHER).await);
        let before = row(&old, first).await;
        let ids = |row: &person_identity::Model| [row.hash_key_id.clone(), row.next_hash_key_id.clone()];
        assert_eq!(ids(&before), [Some("look".to_owned()), None]);
        assert_eq!(rehashed(&both).await.identities, 1, "what was entered under both keys is right already");
        assert_eq!(ids(&row(&both, first).await), ids(&row(&both, second).await));
        rehashed(&new).await;
        for id in [first, second] {
            let row = row(&new, id).await;
            assert_eq!(ids(&row), [Some("next".to_owned()), None]);
            assert!(![row.number_hash, row.last4_hash, row.phone_hash].contains(&None));
            assert_eq!([row.next_number_hash, row.next_last4_hash, row.next_phone_hash], [None, None, None]);
        }
        let after = row(&new, first).await;
        assert!(after.number_hash != before.number_hash && after.phone_hash != before.phone_hash);
        assert!(after.last4_hash != before.last4_hash && after.number_ct == before.number_ct);
    }

    async fn what_is_entered_during_a_rotation_is_found_before_and_after_it(rotation: Rotation) {
        let Rotation { old, both, new } = rotation;
        let id = register(&both, NUMBER).await;
        stands(&old, id).await;
        stands(&new, id).await;
        assert_eq!(rehashed(&both).await.identities, 0);
    }

    async fn hashing_anew_again_does_nothing(rotation: Rotation) {
        register(&rotation.old, NUMBER).await;
        let mut told = Vec::new();
        let (store, clock) = (rotation.both.store(), rotation.both.service().clock());
        rehash(store, clock, |done, all| told.push((done, all))).await.unwrap();
        assert_eq!(told, [(1, 1)]);
        rehash(store, clock, |done, all| told.push((done, all))).await.unwrap();
        assert_eq!(told, [(1, 1)]);
        let said = "SELECT COUNT(*) FROM journal_entry WHERE action = 'rehashed' AND actor_kind = 'system'";
        assert_eq!(rotation.both.database().count(said).await, 2);
    }

    async fn more_than_a_batch_is_hashed_anew(rotation: Rotation) {
        let Rotation { old, both, new } = rotation;
        many(&old, 2001).await;
        let mut told = Vec::new();
        let done = rehash(both.store(), both.service().clock(), |done, all| told.push((done, all))).await.unwrap();
        assert_eq!(done, Rehashed { identities: 2001, unreadable: 0 });
        assert_eq!(told, [(1000, 2001), (2000, 2001), (2001, 2001)]);
        let found = "SELECT COUNT(DISTINCT next_phone_hash) FROM person_identity WHERE next_hash_key_id = 'next'";
        assert_eq!(new.database().count(found).await, 1);
    }

    async fn what_cannot_be_read_is_counted_and_keeps_its_hashes(rotation: Rotation) {
        let Rotation { old, both, .. } = rotation;
        let (good, lost) = (register(&old, NUMBER).await, register(&old, OTHER).await);
        let wrapped = person_key::ActiveModel { master_key_id: Set("lost".to_owned()), ..Default::default() };
        let update = person_key::Entity::update_many().set(wrapped);
        let update = update.filter(person_key::Column::PersonId.eq(PersonId::from(lost)));
        update.exec(old.db()).await.unwrap();
        assert_eq!(rehashed(&both).await, Rehashed { identities: 1, unreadable: 1 });
        for (number, id) in [(NUMBER, good), (OTHER, lost)] {
            assert_eq!(found(&both, json!({ "number": number })).await, [json!(id)]);
        }
    }

    async fn a_person_taken_out_is_not_found_again_and_the_number_stays_free(rotation: Rotation) {
        let Rotation { old, both, new } = rotation;
        let id = register(&old, NUMBER).await;
        let officer = old.as_officer_of(old.province().await).await;
        officer.delete(&format!("/v1/persons/{id}?reason=entered_twice"), "\"v1\"").await.expect(204);
        assert_eq!(rehashed(&both).await.identities, 0);
        assert!(found(&both, json!({ "number": NUMBER })).await.is_empty());
        let id = register(&new, NUMBER).await;
        stands(&both, id).await;
    }

    async fn of_two_instances_with_different_keys_one_gets_the_number(rotation: Rotation) {
        let Rotation { both, new, .. } = rotation;
        let mut asks = Vec::new();
        for app in [&both, &new, &both, &new] {
            let officer = app.as_officer_of(app.province().await).await;
            asks.push(officer.post("/v1/persons", body(app, NUMBER).await));
        }
        let replies = at_once(asks.into_iter().map(|ask| ask.into_future())).await;
        let mut statuses: Vec<_> = replies.iter().map(|reply| reply.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409, 409]);
    }
}
