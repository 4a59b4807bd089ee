//! Typed bodies of errors.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use crate::runtime::error::Error;
use crate::runtime::response::read;

impl Error {
    /// Decodes the [`body`](Self::body) as the type in the docs of the endpoint, or as a type of
    /// your own.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no body or if the body is not a `T`. The client keeps the first
    /// 64 KiB of a body.
    pub fn decode_body<T: DeserializeOwned>(&self) -> Result<T, Self> {
        let body = self.body().unwrap_or_default();
        let text = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
        read(text, PhantomData::<T>)
    }
}
