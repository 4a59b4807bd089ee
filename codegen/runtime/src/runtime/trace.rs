//! Spans of calls and their attempts, if the feature `tracing` is on; otherwise nothing at all.
//!
//! A call is one span of the kind `internal`, and in it each attempt is one of the kind `client`.
//! They are named and attributed after OpenTelemetry's conventions for HTTP clients, but say
//! nothing of a parameter, a body, a header or a secret: of the path they tell the template, of an
//! error its class. What the service said goes no further than the status and the request id.

#[cfg(feature = "tracing")]
pub(crate) use on::Span;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::Span;

#[cfg(feature = "tracing")]
mod on {
    use http::StatusCode;
    use http::uri::Scheme;
    use tracing::Instrument;
    use tracing::field::Empty;

    use crate::runtime::call::Call;
    use crate::runtime::error::Error;
    use crate::runtime::received::Received;
    use crate::runtime::response::Response;

    pub(crate) struct Span(tracing::Span);

    macro_rules! span {
        ($name:literal, $kind:literal, $call:expr) => {
            tracing::info_span!(
                $name,
                "otel.name" = %format_args!("{} {}", $call.request.method(), $call.template),
                "otel.kind" = $kind,
                "otel.status_code" = Empty,
                "http.request.method" = $call.request.method().as_str(),
                "http.request.resend_count" = Empty,
                "http.response.status_code" = Empty,
                "url.template" = $call.template,
                "server.address" = $call.request.uri().host(),
                "server.port" = port($call),
                "error.type" = Empty,
                "request_id" = Empty,
            )
        };
    }

    impl Span {
        pub(crate) fn of_call(call: &Call) -> Self {
            Self(span!("call", "internal", call))
        }

        pub(crate) fn of_attempt(call: &Call, number: u32) -> Self {
            let span = span!("attempt", "client", call);
            if number > 1 {
                span.record("http.request.resend_count", number - 1);
            }
            Self(span)
        }

        /// Runs `future` inside of the span.
        pub(crate) async fn run<F: Future>(&self, future: F) -> F::Output {
            future.instrument(self.0.clone()).await
        }

        /// Says how it ended.
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

    fn port(call: &Call) -> u16 {
        let uri = call.request.uri();
        uri.port_u16()
            .unwrap_or(if uri.scheme() == Some(&Scheme::HTTP) {
                80
            } else {
                443
            })
    }

    /// What a span tells of a success.
    pub(crate) trait Answer {
        fn status(&self) -> StatusCode;
        fn request_id(&self) -> Option<&str>;
    }

    /// Not decoded yet, so its request id is not known.
    impl Answer for Received {
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
    use crate::runtime::call::Call;
    use crate::runtime::error::Error;

    pub(crate) struct Span;

    impl Span {
        pub(crate) fn of_call(_: &Call) -> Self {
            Self
        }

        pub(crate) fn of_attempt(_: &Call, _: u32) -> Self {
            Self
        }

        #[allow(
            clippy::unused_self,
            reason = "there is something to it when the feature is on"
        )]
        pub(crate) async fn run<F: Future>(&self, future: F) -> F::Output {
            future.await
        }

        #[allow(
            clippy::unused_self,
            reason = "there is something to it when the feature is on"
        )]
        pub(crate) fn record<T>(&self, _: &Result<T, Error>) {}
    }
}
