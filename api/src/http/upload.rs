//! The bytes of a file as a body: of a listed type by header and by content, at most 10 MiB.

use actix_web::{HttpRequest, web};
use entity::enums::MediaType;
use sha2::{Digest, Sha256};

use super::body::{bytes_of, essence};
use crate::{
    error::{Code, Error},
    store::Intent,
    values::content::{LARGEST_FILE, is_of_type},
};

/// A file that is what its `Content-Type` says.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its type.
    pub media_type: MediaType,
    /// Its bytes.
    pub bytes: web::Bytes,
    /// Their SHA-256.
    pub sha256: [u8; 32],
}

impl Intent for Upload {
    fn fingerprint(&self) -> [u8; 32] {
        let hash = Sha256::new_with_prefix(self.media_type.essence());
        hash.chain_update([0]).chain_update(self.sha256).finalize().into()
    }
}

impl Upload {
    /// Reads the body; hashing and unpacking happen off the async threads.
    pub(crate) async fn take(request: &HttpRequest, payload: web::Payload) -> Result<Self, Error> {
        let refused = || Error::Refused(Code::UnsupportedMediaType);
        let sent = essence(request);
        let media_type = MediaType::ALL.into_iter().find(|known| known.essence().eq_ignore_ascii_case(sent));
        let media_type = media_type.ok_or_else(refused)?;
        let bytes = bytes_of(request, payload, LARGEST_FILE).await?;
        let looked_at = bytes.clone();
        let look = move || (is_of_type(&looked_at, media_type), Sha256::digest(&looked_at).into());
        match web::block(look).await.map_err(|_| Error::Unavailable)? {
            (true, sha256) => Ok(Self { media_type, bytes, sha256 }),
            (false, _) => Err(refused()),
        }
    }
}
