//! Bodies of errors that have a type.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use crate::runtime::error::Error;
use crate::runtime::response::read;

impl Error {
    /// Decodes the [`body`](Self::body), as a type that the docs of the endpoint name, or as one of
    /// your own.
    ///
    /// # Errors
    ///
    /// If the error has no body, or one that is not a `T`. The client keeps 64 KiB of a body.
    pub fn decode_body<T: DeserializeOwned>(&self) -> Result<T, Self> {
        let body = self.body().unwrap_or_default();
        let text = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
        read(text, PhantomData::<T>)
    }
}
