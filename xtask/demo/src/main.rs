//! `cargo xtask demo`: runs the quickstart of the client against a local service on a free port.

use std::error::Error;

use stytch_users::Client;
use users_service::Options;

#[path = "../../../generated-client/examples/quickstart.rs"]
#[allow(dead_code, reason = "the demo does not use the `main` of the example")]
mod quickstart;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let service = users_service::start(Options::default()).await?;
    let client = Client::builder("project-test-1", "any secret")
        .base_url(service.url())
        .build()?;
    quickstart::run(&client).await?;
    Ok(())
}
