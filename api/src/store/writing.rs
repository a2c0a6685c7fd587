//! The one write path: transaction, idempotency claim, work, journal, remembered reply, commit.

use entity::enums::LateReason;
use sea_orm::ActiveEnum;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{
    Change, Entry, Store, Tx,
    claims::{self, Claim},
    journalling::{self, Stamp},
    lateness::Lateness,
};
use crate::{
    access::{Access, Caller, Permission, Reach, Role, RowLevel, SignIn, SignedIn},
    error::{Code, Error},
    http::{Call, Revision, etag_of},
};

/// What a caller wants: the fingerprint that tells whether a repeated key means the same request.
pub trait Intent {
    /// SHA-256 over everything that decides the effect, apart from the path. It is never stored as it is: who has it
    /// could try out the numbers of persons.
    fn fingerprint(&self) -> [u8; 32];
}

/// A finished answer, as it is stored and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// 200, 201 or 204.
    pub status: u16,
    /// Where the new resource lives.
    pub location: Option<String>,
    /// Its revision.
    pub etag: Option<String>,
    /// The JSON.
    pub body: Vec<u8>,
    /// True when the work was done by an earlier request with the same key.
    pub replayed: bool,
}

/// The reply of a unit of work that answers with `T`.
#[derive(Debug)]
pub struct Written<T> {
    /// As it goes out.
    pub reply: Reply,
    body: std::marker::PhantomData<fn() -> T>,
}

impl<T: Serialize> Written<T> {
    fn of(change: &Change<T>) -> Result<Self, Error> {
        let body = if change.status == 204 {
            Vec::new()
        } else {
            serde_json::to_vec(&change.value).map_err(Error::internal)?
        };
        Ok(Self::from(Reply {
            status: change.status,
            location: change.location.clone(),
            etag: change.version.map(etag_of),
            body,
            replayed: false,
        }))
    }
}

impl<T> From<Reply> for Written<T> {
    fn from(reply: Reply) -> Self {
        Self { reply, body: std::marker::PhantomData }
    }
}

impl<P: RowLevel> Access<P> {
    /// Runs a unit of work that needs no revision: creating.
    ///
    /// # Errors
    /// Whatever the work refuses; then nothing has happened.
    pub async fn write<T: Serialize>(
        &self,
        intent: &impl Intent,
        work: impl AsyncFnOnce(&Tx) -> Result<Change<T>, Error>,
    ) -> Result<Written<T>, Error> {
        self.run(None, intent, work).await
    }

    /// Runs a unit of work that changes a resource at the revision the caller read.
    ///
    /// # Errors
    /// 428 without `If-Match`, 412 when it is stale, and whatever the work refuses; then nothing has happened.
    pub async fn change<T: Serialize>(
        &self,
        revision: &Revision,
        intent: &impl Intent,
        work: impl AsyncFnOnce(&Tx) -> Result<Change<T>, Error>,
    ) -> Result<Written<T>, Error> {
        self.run(Some(revision), intent, work).await
    }

    async fn run<T: Serialize>(
        &self,
        revision: Option<&Revision>,
        intent: &impl Intent,
        work: impl AsyncFnOnce(&Tx) -> Result<Change<T>, Error>,
    ) -> Result<Written<T>, Error> {
        let claim = self.claim(intent)?;
        let mut tx = self.open().await?;
        let written = self.run_once(&mut tx, (revision, claim), work).await;
        tx.end(written).await
    }

    async fn run_once<T: Serialize>(
        &self,
        tx: &mut Tx,
        (revision, claim): (Option<&Revision>, Option<Claim>),
        work: impl AsyncFnOnce(&Tx) -> Result<Change<T>, Error>,
    ) -> Result<Written<T>, Error> {
        if let Some(claim) = &claim
            && let Some(reply) = claims::replay(tx, claim).await?
        {
            return Ok(reply.into());
        }
        tx.revision = revision.map(Revision::required).transpose()?;
        tx.begin_entering(self.call()).await?;
        let mut change = work(tx).await?;
        let written = Written::of(&change)?;
        journalling::append(tx, &self.stamp("success"), std::mem::take(&mut change.entries)).await?;
        if let Some(claim) = claim {
            let other =
                change.remembered.as_ref().map(serde_json::to_vec).transpose().map_err(Error::internal)?;
            let body = other.as_ref().unwrap_or(&written.reply.body);
            claims::remember(tx, claim, &written.reply, body, change.person).await?;
        }
        Ok(written)
    }

    /// Writes a journal entry about a read (identities, look-ups beyond the reach).
    ///
    /// # Errors
    /// When the database fails; then the read must not be answered.
    pub async fn record(&self, entry: Entry) -> Result<(), Error> {
        self.witness(async |_| Ok(((), vec![entry]))).await
    }

    /// Reads that must leave a trace, such as a look-up beyond the reach: what was found is answered only once the
    /// entries about it are in the journal.
    ///
    /// # Errors
    /// Whatever the work refuses, or when the database fails.
    pub async fn witness<T>(
        &self,
        work: impl AsyncFnOnce(&Tx) -> Result<(T, Vec<Entry>), Error>,
    ) -> Result<T, Error> {
        let tx = self.open().await?;
        let (found, entries) = work(&tx).await?;
        journalling::append(&tx, &self.stamp("success"), entries).await?;
        tx.connection.commit().await?;
        Ok(found)
    }

    async fn open(&self) -> Result<Tx, Error> {
        open(self.store(), self.caller(), self.service().clock()).await
    }

    fn stamp(&self, outcome: &'static str) -> Stamp<'_> {
        Stamp {
            caller: self.caller(),
            call: self.call(),
            permission: Some(P::PERMISSION),
            role: self.reach().roles.first().copied(),
            outcome,
        }
    }

    fn claim(&self, intent: &impl Intent) -> Result<Option<Claim>, Error> {
        let call = self.call();
        let Some(key) = call.idempotency_key()? else {
            return Ok(None);
        };
        let keyring = self.store().keyring();
        let fingerprint =
            call.late_reason.map_or_else(|| intent.fingerprint(), |reason| late(intent, reason));
        Ok(Some(Claim::new(keyring, (self.caller(), key), call, fingerprint)))
    }
}

/// The fingerprint of what is wanted for a reason that decides the effect as well.
fn late(intent: &impl Intent, reason: LateReason) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(intent.fingerprint());
    digest.update(reason.to_value());
    digest.finalize().into()
}

pub(super) async fn open(store: &Store, caller: &Caller, clock: &crate::clock::Clock) -> Result<Tx, Error> {
    Ok(Tx {
        connection: store.begin().await?,
        backend: store.backend(),
        store: store.clone(),
        now: clock.now(),
        today: clock.today(),
        revision: None,
        human: caller.human(),
        lateness: Lateness::default(),
    })
}

/// Work on credentials: the journal entries it made and what to answer, yes or no; both are committed, so that a
/// refusal can revoke a session.
pub type Verdict<T> = (Vec<Entry>, Result<T, Error>);

async fn credentials<T>(
    store: &Store,
    stamp: Stamp<'_>,
    clock: &crate::clock::Clock,
    work: impl AsyncFnOnce(&Tx) -> Result<Verdict<T>, Error>,
) -> Result<T, Error> {
    let tx = open(store, stamp.caller, clock).await?;
    let (entries, answer) = work(&tx).await?;
    let outcome = if answer.is_ok() { "success" } else { "failed" };
    journalling::append(&tx, &Stamp { outcome, ..stamp }, entries).await?;
    tx.connection.commit().await?;
    answer
}

impl SignIn {
    /// Runs work on credentials of somebody who is not signed in yet.
    ///
    /// # Errors
    /// What the work answers; what it wrote is kept all the same.
    pub async fn write<T>(
        &self,
        work: impl AsyncFnOnce(&Tx) -> Result<Verdict<T>, Error>,
    ) -> Result<T, Error> {
        let caller = Caller::anonymous();
        let stamp =
            Stamp { caller: &caller, call: &self.call, permission: None, role: None, outcome: "success" };
        credentials(self.service.store(), stamp, self.service.clock(), work).await
    }
}

impl SignedIn {
    /// Runs work on the caller's own credentials.
    ///
    /// # Errors
    /// What the work answers; what it wrote is kept all the same.
    pub async fn write<T>(
        &self,
        work: impl AsyncFnOnce(&Tx) -> Result<Verdict<T>, Error>,
    ) -> Result<T, Error> {
        let stamp = Stamp {
            caller: &self.caller,
            call: &self.call,
            permission: None,
            role: None,
            outcome: "success",
        };
        credentials(self.service.store(), stamp, self.service.clock(), work).await
    }
}

/// Runs work of the service itself; see [`Store::perform`].
pub(super) async fn as_system<T>(
    store: &Store,
    caller: &Caller,
    call: &Call,
    clock: &crate::clock::Clock,
    work: impl AsyncFnOnce(&Tx) -> Result<(Vec<Entry>, T), Error>,
) -> Result<T, Error> {
    let tx = open(store, caller, clock).await?;
    let (entries, done) = work(&tx).await?;
    let stamp = Stamp { caller, call, permission: None, role: Some(Role::System), outcome: "success" };
    journalling::append(&tx, &stamp, entries).await?;
    tx.connection.commit().await?;
    Ok(done)
}

/// Journals a refusal for want of a permission or of separate duties (api-conventions §16).
pub(crate) async fn record_refusal(
    service: &crate::app::Service,
    caller: &Caller,
    call: &Call,
    permission: Option<Permission>,
    code: Code,
) -> Result<(), Error> {
    let tx = open(service.store(), caller, service.clock()).await?;
    let role: Option<Role> =
        permission.and_then(|permission| Reach::of(caller, permission).roles.first().copied());
    let (reason, entry) = (Some(code.word().to_owned()), Entry::read("operation"));
    let entry = Entry { action: "refused", reason, ..entry };
    journalling::append(&tx, &Stamp { caller, call, permission, role, outcome: "denied" }, vec![entry])
        .await?;
    Ok(tx.connection.commit().await?)
}
