//! A small API, in the place of what the generator writes for a real one.

pub(crate) mod envelope;
pub(crate) mod error_type;

use std::fmt;
use std::time::Duration;

use http::Method;
use serde_json::Value;

use crate::runtime::auth;
use crate::runtime::basic_auth;
#[cfg(feature = "blocking")]
use crate::runtime::blocking;
use crate::runtime::client::{Client, ClientBuilder, Defaults};
use crate::runtime::error::Error;
use crate::runtime::id;
use crate::runtime::json_object::JsonObject;
use crate::runtime::object;
use crate::runtime::open_enum::{self, Unrecognized};
use crate::runtime::paging::{ItemStream, PageStream, Paginated};
use crate::runtime::redacted;
use crate::runtime::request::Request;
use crate::runtime::response::{Meta, Response};
use crate::runtime::serialize;
use crate::runtime::tagged::{self, Tagged, UnrecognizedVariant};
use crate::runtime::timestamp::Timestamp;

/// The settings of a new client that depend on this API.
const DEFAULTS: Defaults = Defaults {
    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
    timeout: Duration::from_secs(30),
    connect_timeout: Duration::from_secs(10),
};

impl Meta {
    /// The id of the call.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.envelope.request_id
    }

    /// The HTTP status, once more.
    #[must_use]
    pub fn status_code(&self) -> i64 {
        self.envelope.status_code
    }
}

impl<T> Response<T> {
    /// The id of the call.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.meta.envelope.request_id
    }
}

impl Client {
    /// A client with the usual settings.
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build`].
    pub fn new(key: impl Into<String>, secret: impl Into<String>) -> Result<Self, Error> {
        Self::builder(key, secret).build()
    }

    /// A client with settings of your own. Unless set otherwise, a call may take 30 s, and connecting 10 s of these.
    pub fn builder(key: impl Into<String>, secret: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(
            "https://api.example.com",
            basic_auth::credentials(&key.into(), &secret.into()),
            &DEFAULTS,
        )
    }

    /// A client that sends a token.
    pub fn with_token(token: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(
            "https://api.example.com",
            auth::bearer(&token.into()),
            &DEFAULTS,
        )
    }

    /// Notes.
    #[must_use]
    pub fn notes(&self) -> Notes {
        Notes {
            client: self.clone(),
        }
    }
}

#[cfg(feature = "blocking")]
impl blocking::Client {
    /// As [`Client::new`], for programs without an async runtime of their own.
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build_blocking`].
    pub fn new(key: impl Into<String>, secret: impl Into<String>) -> Result<Self, Error> {
        Client::builder(key, secret).build_blocking()
    }
}

/// Notes.
#[derive(Clone, Debug)]
pub struct Notes {
    client: Client,
}

impl Notes {
    /// Makes a note.
    pub fn create(&self) -> CreateRequest {
        CreateRequest {
            client: self.client.clone(),
            params: CreateParams {
                title: None,
                text: None,
                about: None,
            },
        }
    }

    /// Reads a note.
    pub fn get(&self, note_id: impl Into<String>) -> GetRequest {
        GetRequest {
            client: self.client.clone(),
            note_id: note_id.into(),
            fields: Vec::new(),
            trace: None,
        }
    }

    /// Shows a note to somebody.
    pub fn share(&self, note_id: impl Into<String>) -> ShareRequest {
        ShareRequest {
            client: self.client.clone(),
            params: ShareParams {
                note_id: note_id.into(),
                email: None,
                phone: None,
            },
        }
    }

    /// Removes a note.
    pub fn delete(&self, note_id: impl Into<String>) -> DeleteRequest {
        DeleteRequest {
            client: self.client.clone(),
            note_id: note_id.into(),
        }
    }

    /// Finds notes.
    pub fn search(&self) -> SearchRequest {
        SearchRequest {
            client: self.client.clone(),
            params: SearchParams {
                cursor: None,
                filters: None,
            },
        }
    }
}

/// Makes a note.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until `send` is called"]
pub struct CreateRequest {
    client: Client,
    params: CreateParams,
}

#[derive(Clone, Debug)]
struct CreateParams {
    title: Option<String>,
    text: Option<String>,
    about: Option<JsonObject>,
}

serialize::impls!(CreateParams, title, text, about);

impl CreateRequest {
    /// A line.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.params.title = Some(title.into());
        self
    }

    /// More lines.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.params.text = Some(text.into());
        self
    }

    /// Whatever you like.
    pub fn about(mut self, about: impl Into<JsonObject>) -> Self {
        self.params.about = Some(about.into());
        self
    }

    /// Makes the call.
    ///
    /// # Errors
    ///
    /// As every call.
    pub async fn send(self) -> Result<Response<Note>, Error> {
        Request::new(Method::POST, "/v1/notes")
            .at_least_one_of(&[
                ("title", self.params.title.is_some()),
                ("text", self.params.text.is_some()),
            ])
            .json(&self.params)
            .send(&self.client)
            .await
    }
}

/// Reads a note.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until `send` is called"]
pub struct GetRequest {
    client: Client,
    note_id: String,
    fields: Vec<String>,
    trace: Option<String>,
}

impl GetRequest {
    /// Which fields to read.
    pub fn fields<S: Into<String>>(mut self, fields: impl IntoIterator<Item = S>) -> Self {
        self.fields = fields.into_iter().map(Into::into).collect();
        self
    }

    /// An id for your own logs.
    pub fn trace(mut self, trace: impl Into<String>) -> Self {
        self.trace = Some(trace.into());
        self
    }

    /// Makes the call.
    ///
    /// # Errors
    ///
    /// As every call.
    pub async fn send(self) -> Result<Response<Note>, Error> {
        Request::new(Method::GET, "/v1/notes/{note_id}")
            .path_param("note_id", &self.note_id)
            .query("field", &self.fields)
            .header("X-Trace", &self.trace)
            .send(&self.client)
            .await
    }
}

/// Shows a note to somebody.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until `send` is called"]
pub struct ShareRequest {
    client: Client,
    params: ShareParams,
}

#[derive(Clone)]
struct ShareParams {
    note_id: String,
    email: Option<String>,
    phone: Option<String>,
}

serialize::impls!(ShareParams, email, phone);

impl fmt::Debug for ShareParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ShareParams")
            .field("note_id", &self.note_id)
            .field("email", &redacted::option(&self.email))
            .field("phone", &redacted::option(&self.phone))
            .finish()
    }
}

impl ShareRequest {
    /// To this address.
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.params.email = Some(email.into());
        self
    }

    /// To this number.
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.params.phone = Some(phone.into());
        self
    }

    /// Makes the call.
    ///
    /// # Errors
    ///
    /// As every call.
    pub async fn send(self) -> Result<Response<()>, Error> {
        Request::new(Method::PUT, "/v1/notes/{note_id}/share")
            .path_param("note_id", &self.params.note_id)
            .one_of(&[
                ("email", self.params.email.is_some()),
                ("phone", self.params.phone.is_some()),
            ])
            .json(&self.params)
            .send_unit(&self.client)
            .await
    }
}

/// Removes a note.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until `send` is called"]
pub struct DeleteRequest {
    client: Client,
    note_id: String,
}

impl DeleteRequest {
    /// Makes the call.
    ///
    /// # Errors
    ///
    /// As every call.
    pub async fn send(self) -> Result<Response<()>, Error> {
        Request::new(Method::DELETE, "/v1/notes/{note_id}")
            .path_param("note_id", &self.note_id)
            .send_unit(&self.client)
            .await
    }
}

/// Finds notes.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until `send` is called"]
pub struct SearchRequest {
    client: Client,
    params: SearchParams,
}

#[derive(Clone, Debug)]
struct SearchParams {
    cursor: Option<String>,
    filters: Option<Vec<Filter>>,
}

serialize::impls!(SearchParams, cursor, filters);

impl SearchRequest {
    /// Where the page starts.
    pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
        self.params.cursor = Some(cursor.into());
        self
    }

    /// Which notes to find.
    pub fn filters(mut self, filters: impl Into<Vec<Filter>>) -> Self {
        self.params.filters = Some(filters.into());
        self
    }

    /// Makes the call.
    ///
    /// # Errors
    ///
    /// As every call.
    pub async fn send(self) -> Result<Response<SearchResponse>, Error> {
        Request::new(Method::POST, "/v1/notes/search")
            .idempotent()
            .json(&self.params)
            .send(&self.client)
            .await
    }

    /// All notes found, fetched page by page.
    pub fn into_stream(self) -> ItemStream<Note> {
        ItemStream::new(self)
    }

    /// All pages.
    pub fn into_pages(self) -> PageStream<SearchResponse> {
        PageStream::new(self)
    }
}

impl Paginated for SearchRequest {
    type Page = SearchResponse;
    type Item = Note;

    fn cursor(&self) -> Option<&str> {
        self.params.cursor.as_deref()
    }

    fn set_cursor(&mut self, cursor: String) {
        self.params.cursor = Some(cursor);
    }

    fn fetch(self) -> impl Future<Output = Result<Response<SearchResponse>, Error>> + Send {
        self.send()
    }

    fn next_cursor(page: &SearchResponse) -> Option<&str> {
        page.next_cursor.as_deref()
    }

    fn into_items(page: SearchResponse) -> Vec<Note> {
        page.results
    }
}

/// A page of notes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SearchResponse {
    /// The notes.
    pub results: Vec<Note>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

object::impls!(SearchResponse, results, next_cursor);

/// The id of a note.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(String);

id::impls!(NoteId);

/// The id of somebody who writes notes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuthorId(String);

id::impls!(AuthorId);

/// A note.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Note {
    /// Its id.
    pub note_id: NoteId,
    /// A line.
    pub title: String,
    /// Whether it stays on top.
    pub pinned: bool,
    /// Its colour.
    pub color: Color,
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// When it was written.
    pub written_at: Option<Timestamp>,
    /// The note that it answers.
    pub answers: Option<NoteId>,
    /// Whatever you like.
    pub about: Option<JsonObject>,
}

object::impls!(
    Note, note_id, title, pinned, color, authors, written_at, answers, about
);

/// Who wrote a note.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Author {
    /// Their id.
    pub author_id: AuthorId,
    /// Their name.
    pub name: String,
    /// Where they can be reached.
    pub emails: Vec<String>,
}

object::impls!(Author, author_id, name, emails);

impl fmt::Debug for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Author")
            .field("author_id", &self.author_id)
            .field("name", &redacted::value(&self.name))
            .field("emails", &redacted::list(&self.emails))
            .finish()
    }
}

/// A colour.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Color {
    /// Red.
    Red,
    /// Any other.
    Unrecognized(Unrecognized),
}

open_enum::impls!(Color, Red("red"));

/// Which notes to find.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Filter {
    /// Notes of these colours.
    Color(Vec<Color>),
    /// Notes by people of these names.
    Author(Vec<String>),
    /// Any other.
    Unrecognized(UnrecognizedVariant),
}

impl Filter {
    /// A filter that has no variant.
    pub fn other(name: impl Into<String>, value: impl Into<Value>) -> Self {
        tagged::from_parts(name.into(), value.into())
    }

    /// The name on the wire.
    #[must_use]
    pub fn name(&self) -> &str {
        self.tag()
    }
}

tagged::impls!(
    Filter("name", "value"),
    Color("color"),
    Author("author", redacted::list)
);
