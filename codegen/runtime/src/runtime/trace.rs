//! With the feature `tracing`: spans of calls and attempts, and events of retries. Without it:
//! functions that do nothing.
//!
//! A call has a span of the kind `internal`. Each attempt has a span of the kind `client` in it.
//! Their names and attributes follow OpenTelemetry's conventions for HTTP clients. They contain no
//! parameter, body, header or secret: only the template of the path, the class of an error, the
//! status and the request id.

#[cfg(feature = "tracing")]
pub(crate) use on::{Span, retry};

#[cfg(not(feature = "tracing"))]
pub(crate) use off::{Span, retry};

#[cfg(feature = "tracing")]
mod on {
    use std::time::Duration;

    use http::StatusCode;
    use tracing::Instrument;
    use tracing::field::Empty;

    use crate::runtime::base_url::BaseUrl;
    use crate::runtime::call::{Call, Endpoint};
    use crate::runtime::error::Error;
    use crate::runtime::received::Received;
    use crate::runtime::response::Response;

    /// The target of all spans and events: the crate, without its modules.
    const TARGET: &str = env!("CARGO_CRATE_NAME");

    pub(crate) struct Span(tracing::Span);

    macro_rules! span {
        ($name:literal, $kind:literal, $method:expr, $template:expr, $base_url:expr) => {
            tracing::info_span!(
                target: TARGET,
                $name,
                "otel.name" = %format_args!("{} {}", $method, $template),
                "otel.kind" = $kind,
                "otel.status_code" = Empty,
                "http.request.method" = $method.as_str(),
                "http.request.resend_count" = Empty,
                "http.response.status_code" = Empty,
                "url.template" = $template,
                "server.address" = $base_url.host(),
                "server.port" = $base_url.port(),
                "error.type" = Empty,
                "request_id" = Empty,
            )
        };
    }

    impl Span {
        pub(crate) fn of_call(endpoint: &Endpoint, base_url: &BaseUrl) -> Self {
            let Endpoint { method, template } = endpoint;
            Self(span!("call", "internal", method, *template, base_url))
        }

        pub(crate) fn of_attempt(call: &Call, base_url: &BaseUrl, number: u32) -> Self {
            let (method, template) = (call.request.method(), call.template);
            let span = span!("attempt", "client", method, template, base_url);
            if number > 1 {
                span.record("http.request.resend_count", number - 1);
            }
            Self(span)
        }

        /// Runs `future` in the span.
        pub(crate) async fn run<F: Future>(&self, future: F) -> F::Output {
            future.instrument(self.0.clone()).await
        }

        /// Records the result of the call or attempt.
        pub(crate) fn record<T: Answer>(&self, result: &Result<T, Error>) {
            let (status, request_id) = match result {
                Ok(answer) => (Some(answer.status()), answer.request_id()),
                Err(error) => {
                    self.0.record("otel.status_code", "ERROR");
                    self.0.record("error.type", error.class());
                    (error.status(), error.request_id())
                }
            };
            if let Some(status) = status {
                self.0.record("http.response.status_code", status.as_u16());
            }
            if let Some(id) = request_id {
                self.0.record("request_id", id);
            }
        }
    }

    /// Logs a retry after `wait`, because the last attempt of the call ended with `error`.
    pub(crate) fn retry(error: &Error, wait: Duration) {
        tracing::info!(
            target: TARGET,
            {
                "error.type" = error.class(),
                "http.request.resend_count" = error.attempts(),
                "wait_ms" = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
            },
            "retry",
        );
    }

    /// The facts about a success that a span records.
    pub(crate) trait Answer {
        fn status(&self) -> StatusCode;
        fn request_id(&self) -> Option<&str>;
    }

    /// The response is not decoded yet, so its request id is unknown.
    impl<B> Answer for Received<B> {
        fn status(&self) -> StatusCode {
            self.status
        }

        fn request_id(&self) -> Option<&str> {
            None
        }
    }

    impl<T> Answer for Response<T> {
        fn status(&self) -> StatusCode {
            self.meta.status()
        }

        fn request_id(&self) -> Option<&str> {
            Some(self.meta.envelope.request_id()).filter(|id| !id.is_empty())
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::time::Duration;

    use crate::runtime::base_url::BaseUrl;
    use crate::runtime::call::{Call, Endpoint};
    use crate::runtime::error::Error;

    pub(crate) struct Span;

    impl Span {
        pub(crate) fn of_call(_: &Endpoint, _: &BaseUrl) -> Self {
            Self
        }

        pub(crate) fn of_attempt(_: &Call, _: &BaseUrl, _: u32) -> Self {
            Self
        }

        #[allow(
            clippy::unused_self,
            reason = "the method uses `self` if the feature is on"
        )]
        pub(crate) async fn run<F: Future>(&self, future: F) -> F::Output {
            future.await
        }

        #[allow(
            clippy::unused_self,
            reason = "the method uses `self` if the feature is on"
        )]
        pub(crate) fn record<T>(&self, _: &Result<T, Error>) {}
    }

    pub(crate) fn retry(_: &Error, _: Duration) {}
}
