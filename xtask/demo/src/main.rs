//! `cargo xtask demo`: a service on a free port, the client's quickstart against it, and the end of both.

use std::error::Error;

use stytch_users::Client;
use users_service::Options;

#[path = "../../../generated-client/examples/quickstart.rs"]
#[allow(dead_code, reason = "its `main` is for when it is run alone")]
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
