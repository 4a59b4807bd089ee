//! Tests the filters of a search against an independent implementation.

use std::collections::BTreeSet;

use serde_json::json;
use stytch_users::types::{
    CreatedAtBetween, SearchFilter, SearchOperator, SearchUsersQuery, User, UserId, UserStatus,
};
use stytch_users::{Client, Timestamp};
use users_service::Options;

use crate::{start, start_with};

/// Whether a filter finds a user, according to the docs of the filters.
fn passes(user: &User, filter: &SearchFilter) -> bool {
    // All timestamps have the same format, which sorts as text.
    let created = user.created_at.as_ref().unwrap().as_str();
    let has = |wanted: &[String], found: &str| wanted.iter().any(|wanted| wanted == found);
    let name = |of: fn(&stytch_users::types::Name) -> Option<&String>| {
        user.name.as_ref().and_then(of).cloned()
    };
    let lower = |text: &str| text.to_lowercase();
    match filter {
        SearchFilter::CreatedAtGreaterThan(after) => created > after.as_str(),
        SearchFilter::CreatedAtLessThan(before) => created < before.as_str(),
        SearchFilter::CreatedAtBetween(span) => {
            span.greater_than.as_str() < created && created < span.less_than.as_str()
        }
        SearchFilter::Status(status) => user.status == *status,
        SearchFilter::UserId(ids) => {
            let external = user.external_id.as_deref().unwrap_or_default();
            ids.contains(&user.user_id) || ids.contains(&external.into())
        }
        SearchFilter::PhoneNumber(numbers) => user
            .phone_numbers
            .iter()
            .any(|it| has(numbers, &it.phone_number)),
        SearchFilter::PhoneId(ids) => user
            .phone_numbers
            .iter()
            .any(|it| ids.contains(&it.phone_id)),
        SearchFilter::EmailAddress(emails) => user.emails.iter().any(|it| has(emails, &it.email)),
        SearchFilter::EmailId(ids) => user.emails.iter().any(|it| ids.contains(&it.email_id)),
        SearchFilter::OAuthProvider(names) => user
            .providers
            .iter()
            .any(|it| has(names, it.provider_type.as_str())),
        SearchFilter::WebAuthnRegistrationId(ids) => user
            .webauthn_registrations
            .iter()
            .any(|it| ids.contains(&it.webauthn_registration_id)),
        SearchFilter::CryptoWalletId(ids) => user
            .crypto_wallets
            .iter()
            .any(|it| ids.contains(&it.crypto_wallet_id)),
        SearchFilter::CryptoWalletAddress(addresses) => user
            .crypto_wallets
            .iter()
            .any(|it| has(addresses, &it.crypto_wallet_address)),
        SearchFilter::TotpId(ids) => user.totps.iter().any(|it| ids.contains(&it.totp_id)),
        SearchFilter::FullNameFuzzy(text) => {
            let (first, middle, last) = (
                name(|it| it.first_name.as_ref()),
                name(|it| it.middle_name.as_ref()),
                name(|it| it.last_name.as_ref()),
            );
            let join = |parts: &[&Option<String>]| {
                let parts: Vec<_> = parts
                    .iter()
                    .copied()
                    .flatten()
                    .map(String::as_str)
                    .collect();
                lower(&parts.join(" "))
            };
            user.name.is_some()
                && (join(&[&first, &middle, &last]).contains(&lower(text))
                    || join(&[&first, &last]).contains(&lower(text)))
        }
        SearchFilter::PhoneNumberFuzzy(text) => user
            .phone_numbers
            .iter()
            .any(|it| it.phone_number.contains(text)),
        SearchFilter::EmailAddressFuzzy(text) => user.emails.iter().any(|it| {
            let email = lower(&it.email);
            email.starts_with(&lower(text)) || email.contains(&format!("@{}", lower(text)))
        }),
        SearchFilter::PhoneVerified(is) => user.phone_numbers.iter().any(|it| it.verified == *is),
        SearchFilter::EmailVerified(is) => user.emails.iter().any(|it| it.verified == *is),
        SearchFilter::WebAuthnRegistrationVerified(is) => user
            .webauthn_registrations
            .iter()
            .any(|it| it.verified == *is),
        SearchFilter::CryptoWalletVerified(is) => {
            user.crypto_wallets.iter().any(|it| it.verified == *is)
        }
        SearchFilter::TotpVerified(is) => user.totps.iter().any(|it| it.verified == *is),
        SearchFilter::PasswordExists(is) => user.password.is_some() == *is,
        other => panic!("this test does not implement {other:?}"),
    }
}

/// Returns one of each filter, with values of some of these users.
fn filters(users: &[User]) -> Vec<SearchFilter> {
    let at = |index: usize| users[index].created_at.clone().unwrap();
    let every = |step: usize| users.iter().step_by(step);
    vec![
        SearchFilter::CreatedAtGreaterThan(at(users.len() * 19 / 20)),
        SearchFilter::CreatedAtLessThan(at(users.len() / 20)),
        SearchFilter::CreatedAtBetween(CreatedAtBetween::new(
            at(users.len() / 3),
            at(users.len() / 2),
        )),
        SearchFilter::Status(UserStatus::Pending),
        SearchFilter::UserId(every(97).map(|user| user.user_id.clone()).collect()),
        SearchFilter::PhoneNumber(
            every(31)
                .flat_map(|user| &user.phone_numbers)
                .map(|it| it.phone_number.clone())
                .collect(),
        ),
        SearchFilter::PhoneId(
            every(37)
                .flat_map(|user| &user.phone_numbers)
                .map(|it| it.phone_id.clone())
                .collect(),
        ),
        SearchFilter::EmailAddress(
            every(41)
                .flat_map(|user| &user.emails)
                .map(|it| it.email.clone())
                .collect(),
        ),
        SearchFilter::EmailId(
            every(43)
                .flat_map(|user| &user.emails)
                .map(|it| it.email_id.clone())
                .collect(),
        ),
        SearchFilter::OAuthProvider(vec!["GitHub".into(), "Microsoft".into()]),
        SearchFilter::WebAuthnRegistrationId(
            every(7)
                .flat_map(|user| &user.webauthn_registrations)
                .map(|it| it.webauthn_registration_id.clone())
                .collect(),
        ),
        SearchFilter::CryptoWalletId(
            every(11)
                .flat_map(|user| &user.crypto_wallets)
                .map(|it| it.crypto_wallet_id.clone())
                .collect(),
        ),
        SearchFilter::CryptoWalletAddress(
            every(13)
                .flat_map(|user| &user.crypto_wallets)
                .map(|it| it.crypto_wallet_address.clone())
                .collect(),
        ),
        SearchFilter::TotpId(
            every(5)
                .flat_map(|user| &user.totps)
                .map(|it| it.totp_id.clone())
                .collect(),
        ),
        SearchFilter::FullNameFuzzy("ada l".into()),
        SearchFilter::PhoneNumberFuzzy("777".into()),
        SearchFilter::EmailAddressFuzzy("Example.ORG".into()),
        SearchFilter::PhoneVerified(true),
        SearchFilter::EmailVerified(false),
        SearchFilter::WebAuthnRegistrationVerified(true),
        SearchFilter::CryptoWalletVerified(false),
        SearchFilter::TotpVerified(true),
        SearchFilter::PasswordExists(true),
    ]
}

async fn stream(client: &Client, query: Option<SearchUsersQuery>) -> Vec<User> {
    let mut search = client.users().search().limit(1000);
    if let Some(query) = query {
        search = search.query(query);
    }
    let mut stream = search.into_stream();
    let mut users = Vec::new();
    while let Some(user) = stream.try_next().await.unwrap() {
        users.push(user);
    }
    users
}

/// Asserts that the query finds the expected users, in the order of their creation. Returns their number.
async fn check(
    client: &Client,
    users: &[User],
    operator: SearchOperator,
    operands: Vec<SearchFilter>,
) -> usize {
    let wanted = |user: &&User| match operator {
        SearchOperator::Or => operands.iter().any(|filter| passes(user, filter)),
        _ => operands.iter().all(|filter| passes(user, filter)),
    };
    let wanted: Vec<&UserId> = users
        .iter()
        .filter(wanted)
        .map(|user| &user.user_id)
        .collect();
    let query = SearchUsersQuery::new(operator.clone()).operands(operands.clone());
    let found = stream(client, Some(query)).await;
    let found: Vec<_> = found.iter().map(|user| &user.user_id).collect();
    assert!(
        found == wanted,
        "{operator} {operands:?}: {} found, {} wanted",
        found.len(),
        wanted.len()
    );
    found.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_filter_finds_whom_it_should_among_10000_users() {
    let (_service, client) = start_with(Options {
        users: 10_000,
        ..Options::default()
    })
    .await;
    let users = stream(&client, None).await;
    assert_eq!(users.len(), 10_000);
    let distinct: BTreeSet<_> = users.iter().map(|user| &user.user_id).collect();
    assert_eq!(distinct.len(), users.len());

    let filters = filters(&users);
    let name =
        |filter: &SearchFilter| serde_json::to_value(filter).unwrap()["filter_name"].to_string();
    assert_eq!(filters.iter().map(name).collect::<BTreeSet<_>>().len(), 23);
    for (index, filter) in filters.iter().enumerate() {
        let found = check(&client, &users, SearchOperator::And, vec![filter.clone()]).await;
        assert!(
            found > 0 && found < users.len(),
            "{filter:?} tests nothing: it finds {found}"
        );
        let next = &filters[(index + 1) % filters.len()];
        let both = vec![filter.clone(), next.clone()];
        // The operators alternate. The number of filters is odd, so each filter is in a pair of either kind.
        let or = index % 2 == 1 || index == filters.len() - 1;
        let operator = if or {
            SearchOperator::Or
        } else {
            SearchOperator::And
        };
        check(&client, &users, operator, both).await;
    }
}

#[tokio::test]
async fn sample_users_are_of_every_kind() {
    let (_service, client) = start_with(Options {
        users: 200,
        ..Options::default()
    })
    .await;
    let users = stream(&client, None).await;
    let both = |kind: &str, is: &dyn Fn(&User) -> bool| {
        let count = users.iter().filter(|user| is(user)).count();
        assert!(
            count > 0 && count < users.len(),
            "{count} of {} {kind}",
            users.len()
        );
    };
    both("are pending", &|user| user.status == UserStatus::Pending);
    both("have a name", &|user| user.name.is_some());
    both("have emails", &|user| !user.emails.is_empty());
    both("have two emails", &|user| user.emails.len() == 2);
    both("have phone numbers", &|user| !user.phone_numbers.is_empty());
    both("have passkeys", &|user| {
        !user.webauthn_registrations.is_empty()
    });
    both("have OAuth", &|user| !user.providers.is_empty());
    both("have TOTPs", &|user| !user.totps.is_empty());
    both("have wallets", &|user| !user.crypto_wallets.is_empty());
    both("have biometrics", &|user| {
        !user.biometric_registrations.is_empty()
    });
    both("have external ids", &|user| user.external_id.is_some());
    both("have roles", &|user| !user.roles.is_empty());
    both("have passwords", &|user| user.password.is_some());
    both("have trusted metadata", &|user| {
        user.trusted_metadata
            .as_ref()
            .unwrap()
            .get("plan")
            .is_some()
    });
    both("have untrusted metadata", &|user| {
        user.untrusted_metadata
            .as_ref()
            .unwrap()
            .get("theme")
            .is_some()
    });
    assert!(
        users
            .iter()
            .all(|user| !user.emails.is_empty() || !user.phone_numbers.is_empty())
    );
    assert!(users.is_sorted_by_key(|user| user.created_at.as_ref().unwrap().as_str()));
    let first = &users[0];
    assert!(!first.totps.is_empty() && !first.providers.is_empty() && first.password.is_some());
}

#[tokio::test]
async fn time_bounds_are_exclusive_and_may_have_any_offset() {
    let (service, client) = start().await;
    service
        .insert(json!({"created_at": "2024-05-01T12:00:00Z"}))
        .unwrap();
    let count = async |filter: SearchFilter| {
        stream(&client, Some(SearchUsersQuery::and([filter])))
            .await
            .len()
    };
    let moment = |text: &str| Timestamp::from(text);
    assert_eq!(
        count(SearchFilter::CreatedAtGreaterThan(moment(
            "2024-05-01T12:00:00Z"
        )))
        .await,
        0
    );
    assert_eq!(
        count(SearchFilter::CreatedAtLessThan(moment(
            "2024-05-01T12:00:00Z"
        )))
        .await,
        0
    );
    assert_eq!(
        count(SearchFilter::CreatedAtGreaterThan(moment(
            "2024-05-01T13:59:59+02:00"
        )))
        .await,
        1
    );
    assert_eq!(
        count(SearchFilter::CreatedAtLessThan(moment(
            "2024-05-01T12:00:00.5Z"
        )))
        .await,
        1
    );
}

#[tokio::test]
async fn users_are_found_by_external_ids_and_by_the_starts_of_addresses_and_domains() {
    let (service, client) = start().await;
    for user in [
        json!({"external_id": "customer-1", "emails": [{"email": "ada.lovelace@example.com"}]}),
        json!({"external_id": "customer-2", "emails": [{"email": "grace@sample.org"}]}),
        json!({}),
    ] {
        service.insert(user).unwrap();
    }
    let fuzzy = |text: &str| SearchFilter::EmailAddressFuzzy(text.to_owned());
    for (filter, count) in [
        (
            SearchFilter::UserId(vec!["customer-1".into(), "customer-2".into()]),
            2,
        ),
        (SearchFilter::UserId(vec!["customer-3".into()]), 0),
        (fuzzy("ADA.L"), 1),
        (fuzzy("lovelace"), 0),
        (fuzzy("sample"), 1),
        (fuzzy("ample"), 0),
        (fuzzy("org"), 0),
    ] {
        let found = stream(&client, Some(SearchUsersQuery::and([filter.clone()]))).await;
        assert_eq!(found.len(), count, "{filter:?}");
    }
}

#[tokio::test]
async fn filters_ignore_the_case_of_email_addresses_but_not_of_wallets() {
    let (service, client) = start().await;
    service
        .insert(json!({
            "emails": [{"email": "ada@example.com"}],
            "crypto_wallets": [{"crypto_wallet_address": "So11aBc"}],
        }))
        .unwrap();
    for (filter, count) in [
        (
            SearchFilter::EmailAddress(vec!["ADA@Example.com".to_owned()]),
            1,
        ),
        (
            SearchFilter::CryptoWalletAddress(vec!["So11aBc".to_owned()]),
            1,
        ),
        (
            SearchFilter::CryptoWalletAddress(vec!["so11abc".to_owned()]),
            0,
        ),
    ] {
        let found = stream(&client, Some(SearchUsersQuery::and([filter]))).await;
        assert_eq!(found.len(), count);
    }
}
