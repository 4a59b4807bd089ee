//! The fields that every body has beside those of its endpoint.

use serde::de::MapAccess;

use crate::runtime::absent::Field;

#[derive(Clone, Debug, Default)]
pub(crate) struct Envelope {
    pub(super) request_id: String,
    pub(super) status_code: i64,
}

impl Envelope {
    pub(crate) fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        body: &mut A,
    ) -> Result<bool, A::Error> {
        match key {
            "request_id" => self.request_id = Field::read(body)?,
            "status_code" => self.status_code = Field::read(body)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    #[cfg(feature = "tracing")]
    pub(crate) fn request_id(&self) -> &str {
        &self.request_id
    }
}
