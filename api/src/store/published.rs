//! Published documents, kept in memory once they were read: they never change, so nothing has to be asked again.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

use actix_web::web::Bytes;
use entity::{area, enums::PublicationStatus, ids::PublicationId, publication, publication_file};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{
    access::{Access, Public, permission::publications::ReadPublications},
    error::Error,
    http::Unchanging,
    publications::queries::seen,
    values::hex::hex,
};

/// The most files that are kept.
const MOST: usize = 100;
/// For how long the latest publication is taken to be the latest.
const FRESH: Duration = Duration::from_secs(1);

type Key = (PublicationId, &'static str);

/// What was read of publications, and whose turn it is to make one.
#[derive(Debug)]
pub struct Published {
    turns: Semaphore,
    files: RwLock<HashMap<Key, Arc<Unchanging>>>,
    latest: RwLock<Option<(Instant, Option<PublicationId>)>>,
}

impl Default for Published {
    fn default() -> Self {
        Self { turns: Semaphore::new(1), files: RwLock::default(), latest: RwLock::default() }
    }
}

impl Published {
    /// Waits for the turn: one publication is counted and decided on at a time, because that takes a processor for a while.
    pub async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.turns.acquire().await.ok()
    }

    fn file(&self, key: Key) -> Option<Arc<Unchanging>> {
        self.files.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
    }

    fn keep(&self, key: Key, row: publication_file::Model) -> Arc<Unchanging> {
        let file = Arc::new(Unchanging {
            sha256: hex(&row.sha256),
            bytes: Bytes::from(row.bytes),
            gzip: Bytes::from(row.gzip),
        });
        let mut files = self.files.write().unwrap_or_else(PoisonError::into_inner);
        if files.len() >= MOST {
            files.clear();
        }
        files.insert(key, Arc::clone(&file));
        file
    }

    fn latest(&self) -> Option<Option<PublicationId>> {
        let known = *self.latest.read().unwrap_or_else(PoisonError::into_inner);
        known.filter(|(at, _)| at.elapsed() < FRESH).map(|(_, id)| id)
    }
}

impl Access<ReadPublications> {
    /// A published document in a format. Who may read all of them is asked nothing of the database for one that is known.
    ///
    /// # Errors
    /// 404 when it is not published, or outside the reach.
    pub async fn rendition(&self, id: PublicationId, format: &'static str) -> Result<Arc<Unchanging>, Error> {
        let published = self.service().published();
        if let Some(file) = published.file((id, format)).filter(|_| self.reach().whole) {
            return Ok(file);
        }
        let rows = seen(self, self.row::<publication::Entity>(id));
        self.one(rows.filter(publication::Column::Status.eq(PublicationStatus::Published))).await?;
        if let Some(file) = published.file((id, format)) {
            return Ok(file);
        }
        let file = publication_file::Entity::find_by_id((id, format.to_owned()));
        let row = file.one(self.store().reader()).await?.ok_or(Error::NotFound)?;
        Ok(published.keep((id, format), row))
    }
}

impl Public {
    /// The latest publication of the province in a format, for anybody, where the settings say so: the one about the latest
    /// days, and of several the last.
    ///
    /// # Errors
    /// 404 when there is none, or it is not for anybody.
    pub async fn latest_publication(
        &self,
        format: &'static str,
    ) -> Result<(PublicationId, Arc<Unchanging>), Error> {
        if !self.service().settings().open_publications {
            return Err(Error::NotFound);
        }
        let published = self.service().published();
        let id = match published.latest() {
            Some(id) => id,
            None => self.find_latest().await?,
        };
        let id = id.ok_or(Error::NotFound)?;
        if let Some(file) = published.file((id, format)) {
            return Ok((id, file));
        }
        let file = publication_file::Entity::find_by_id((id, format.to_owned()));
        let row = file.one(self.service().store().reader()).await?.ok_or(Error::NotFound)?;
        Ok((id, published.keep((id, format), row)))
    }

    async fn find_latest(&self) -> Result<Option<PublicationId>, Error> {
        use publication::Column;
        let of = publication::Entity::belongs_to(area::Entity).from(Column::AreaId).to(area::Column::Id);
        let found = publication::Entity::find()
            .select_only()
            .column(Column::Id)
            .join(JoinType::InnerJoin, of.into())
            .filter(area::Column::ParentId.is_null())
            .filter(Column::Status.eq(PublicationStatus::Published))
            .filter(Column::VoidedAt.is_null())
            .order_by_desc(Column::UntilOn)
            .order_by_desc(Column::PublishedAt)
            .order_by_desc(Column::Id)
            .limit(1)
            .into_tuple::<PublicationId>()
            .one(self.service().store().reader())
            .await?;
        let latest = &self.service().published().latest;
        *latest.write().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), found));
        Ok(found)
    }
}
