//! Tests errors of the service.

use serde_json::json;
use stytch_users::ErrorType;

use crate::server::Server;

#[tokio::test]
async fn an_error_has_the_type_of_the_body() {
    for (status, name, error_type) in [
        (404, "user_not_found", ErrorType::UserNotFound),
        (404, "email_not_found", ErrorType::EmailNotFound),
        (
            404,
            "phone_number_not_found",
            ErrorType::PhoneNumberNotFound,
        ),
        (400, "invalid_user_id", ErrorType::InvalidUserId),
        (400, "invalid_email", ErrorType::InvalidEmail),
        (400, "invalid_phone_number", ErrorType::InvalidPhoneNumber),
        (400, "duplicate_email", ErrorType::DuplicateEmail),
        (
            400,
            "duplicate_phone_number",
            ErrorType::DuplicatePhoneNumber,
        ),
        (400, "bad_request", ErrorType::BadRequest),
        (
            401,
            "unauthorized_credentials",
            ErrorType::UnauthorizedCredentials,
        ),
        (429, "too_many_requests", ErrorType::TooManyRequests),
        (403, "use_https", ErrorType::UseHttps),
        (500, "internal_server_error", ErrorType::InternalServerError),
    ] {
        let url = format!("https://stytch.com/docs/api/errors/{status}#{name}");
        let body = json!({
            "status_code": status,
            "request_id": "request-id-test-1",
            "error_type": name,
            "error_message": "It cannot be done.",
            "error_url": url,
            "error_details": {"field": name},
        });
        let server = Server::answering([(status, body)]).await;
        let error = server
            .client
            .users()
            .get("user-test-1")
            .send()
            .await
            .unwrap_err();

        assert_eq!(error.error_type(), Some(&error_type));
        assert_eq!(error_type.as_str(), name);
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.message(), Some("It cannot be done."));
        assert_eq!(error.url(), Some(&*url));
        assert_eq!(error.details(), Some(&json!({"field": name})));
        assert_eq!(error.request_id(), Some("request-id-test-1"));
    }
}

#[tokio::test]
async fn a_caller_can_ignore_one_type_of_error_and_return_the_others() {
    let server = Server::answering([
        (404, json!({"error_type": "email_not_found"})),
        (404, json!({"error_type": "email_lost"})),
        (
            401,
            json!({"error": "unauthorized_credentials", "error_description": "Who are you?"}),
        ),
    ])
    .await;
    let delete_email = async || match server
        .client
        .users()
        .delete_email("email-test-1")
        .send()
        .await
    {
        Err(e) if e.error_type() == Some(&ErrorType::EmailNotFound) => Ok(()),
        result => result.map(drop),
    };

    assert!(delete_email().await.is_ok());
    let unknown = delete_email().await.unwrap_err();
    assert!(matches!(
        unknown.error_type(),
        Some(ErrorType::Unrecognized(_))
    ));
    assert_eq!(
        unknown.to_string(),
        "DELETE /v1/users/emails/{email_id}: 404 Not Found: email_lost"
    );
    let oauth = delete_email().await.unwrap_err();
    assert_eq!(
        oauth.error_type(),
        Some(&ErrorType::UnauthorizedCredentials)
    );
    assert_eq!(oauth.message(), Some("Who are you?"));
}
