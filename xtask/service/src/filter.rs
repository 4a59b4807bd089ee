//! The filters of a search, and their combination.
//!
//! The service checks the type of each value against the model first.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::Value;

use crate::error::ApiError;
use crate::id;
use crate::user::{Status, User};

/// A function that returns whether a search finds a user.
type Test = Box<dyn Fn(&User) -> bool>;

/// A function that creates a test from the value of a filter.
type Filter = fn(&Value) -> Test;

/// All filters. A list finds users with one of its values. A boolean finds users with a factor that is or is not
/// verified. A fuzzy filter finds users by a part of a text, without regard to case.
pub(crate) const FILTERS: &[(&str, Filter)] = &[
    ("created_at_greater_than", |value| {
        created(timestamp(value), None)
    }),
    ("created_at_less_than", |value| {
        created(None, timestamp(value))
    }),
    ("created_at_between", |value| {
        let bound = |key| value.get(key).and_then(timestamp);
        created(bound("greater_than"), bound("less_than"))
    }),
    ("status", status),
    ("user_id", |value| one_of(value, user_ids)),
    ("phone_number", |value| one_of(value, phone_numbers)),
    ("phone_id", |value| {
        one_of(value, |user| each(&user.phone_numbers, |it| &it.phone_id))
    }),
    ("email_address", |value| one_of_by(value, emails, normal)),
    ("email_id", |value| {
        one_of(value, |user| each(&user.emails, |it| &it.email_id))
    }),
    ("oauth_provider", |value| {
        one_of(value, |user| each(&user.providers, |it| &it.provider_type))
    }),
    ("webauthn_registration_id", |value| {
        one_of(value, |user| {
            each(&user.webauthn_registrations, |it| {
                &it.webauthn_registration_id
            })
        })
    }),
    ("crypto_wallet_id", |value| {
        one_of(value, |user| {
            each(&user.crypto_wallets, |it| &it.crypto_wallet_id)
        })
    }),
    ("crypto_wallet_address", |value| {
        one_of(value, |user| {
            each(&user.crypto_wallets, |it| &it.crypto_wallet_address)
        })
    }),
    ("totp_id", |value| {
        one_of(value, |user| each(&user.totps, |it| &it.totp_id))
    }),
    ("full_name_fuzzy", full_name),
    ("phone_number_fuzzy", |value| part_of(value, phone_numbers)),
    ("email_address_fuzzy", email_address),
    ("phone_verified", |value| {
        verified(value, |user, wanted| {
            user.phone_numbers.iter().any(|it| it.verified == wanted)
        })
    }),
    ("email_verified", |value| {
        verified(value, |user, wanted| {
            user.emails.iter().any(|it| it.verified == wanted)
        })
    }),
    ("webauthn_registration_verified", |value| {
        verified(value, |user, wanted| {
            let mut all = user.webauthn_registrations.iter();
            all.any(|it| it.verified == wanted)
        })
    }),
    ("crypto_wallet_verified", |value| {
        verified(value, |user, wanted| {
            user.crypto_wallets.iter().any(|it| it.verified == wanted)
        })
    }),
    ("totp_verified", |value| {
        verified(value, |user, wanted| {
            user.totps.iter().any(|it| it.verified == wanted)
        })
    }),
    ("password_exists", |value| {
        verified(value, |user, wanted| user.password.is_some() == wanted)
    }),
];

/// The query of a search.
pub(crate) struct Query {
    tests: Vec<Test>,
    /// Whether a user must pass any test, instead of all tests.
    any: bool,
}

impl Query {
    /// Reads `{"operator": …, "operands": […]}`. Without a query, a search finds all users.
    pub(crate) fn read(query: Option<&Value>) -> Result<Self, ApiError> {
        let member = |key| query.and_then(|query| query.get(key));
        let any = match member("operator").and_then(Value::as_str) {
            None | Some("AND") => false,
            Some("OR") => true,
            Some(other) => {
                let message = format!("The operator of a search is AND or OR, not `{other}`.");
                return Err(ApiError::refused("user_search_invalid_operator", message));
            }
        };
        let operands = member("operands").and_then(Value::as_array);
        let tests = operands.into_iter().flatten().map(test);
        Ok(Self {
            tests: tests.collect::<Result<_, _>>()?,
            any,
        })
    }

    pub(crate) fn finds(&self, user: &User) -> bool {
        let mut tests = self.tests.iter();
        if self.any && !self.tests.is_empty() {
            tests.any(|test| test(user))
        } else {
            tests.all(|test| test(user))
        }
    }
}

/// Creates the test of `{"filter_name": …, "filter_value": …}`.
fn test(operand: &Value) -> Result<Test, ApiError> {
    let name = operand.get("filter_name").and_then(Value::as_str);
    let filter = FILTERS.iter().find(|(known, _)| Some(*known) == name);
    let (Some((name, filter)), Some(value)) = (filter, operand.get("filter_value")) else {
        let what = format!("the filter `{}`", name.unwrap_or_default());
        return Err(ApiError::not_implemented(what));
    };
    if *name == "status" && Status::read(value).is_none() {
        let message = "The status of a user is `active` or `pending`.";
        let kind = "user_search_invalid_status_filter";
        return Err(ApiError::refused(kind, message));
    }
    if *name == "user_id" && has_ids_of_both_kinds(value) {
        let message = "One filter cannot contain both Stytch ids and external ids.";
        let kind = "user_search_cannot_mix_internal_and_external_user_ids";
        return Err(ApiError::refused(kind, message));
    }
    Ok(filter(value))
}

fn has_ids_of_both_kinds(value: &Value) -> bool {
    let ids = value.as_array().into_iter().flatten();
    let mut kinds = ids.filter_map(Value::as_str).map(id::is_user);
    let first = kinds.next();
    kinds.any(|kind| Some(kind) != first)
}

fn created(after: Option<Timestamp>, before: Option<Timestamp>) -> Test {
    Box::new(move |user| {
        user.created_at.is_some_and(|created| {
            after.is_none_or(|after| created > after)
                && before.is_none_or(|before| created < before)
        })
    })
}

fn timestamp(value: &Value) -> Option<Timestamp> {
    value.as_str()?.parse().ok()
}

fn status(value: &Value) -> Test {
    let wanted = Status::read(value);
    Box::new(move |user| Some(user.status) == wanted)
}

fn one_of(value: &Value, of: fn(&User) -> Vec<&str>) -> Test {
    one_of_by(value, of, str::to_owned)
}

fn one_of_by(value: &Value, of: fn(&User) -> Vec<&str>, same: fn(&str) -> String) -> Test {
    let wanted = value.as_array().into_iter().flatten();
    let wanted: HashSet<_> = wanted.filter_map(Value::as_str).map(same).collect();
    Box::new(move |user| {
        let mut found = of(user).into_iter().map(same);
        found.any(|found| wanted.contains(&found))
    })
}

fn part_of(value: &Value, of: fn(&User) -> Vec<&str>) -> Test {
    let wanted = normal(value.as_str().unwrap_or_default());
    Box::new(move |user| {
        let mut found = of(user).into_iter().map(normal);
        found.any(|found| found.contains(&wanted))
    })
}

/// Finds a text in the full name, with and without the middle name.
fn full_name(value: &Value) -> Test {
    let wanted = normal(value.as_str().unwrap_or_default());
    Box::new(move |user| {
        user.name.as_ref().is_some_and(|name| {
            let [first, middle, last] = [&name.first_name, &name.middle_name, &name.last_name];
            [[first, middle, last].as_slice(), &[first, last]]
                .iter()
                .any(|parts| {
                    let parts: Vec<_> = parts.iter().filter_map(|part| part.as_deref()).collect();
                    normal(&parts.join(" ")).contains(&wanted)
                })
        })
    })
}

/// Finds a text at the start of the email address or of its domain.
fn email_address(value: &Value) -> Test {
    let wanted = normal(value.as_str().unwrap_or_default());
    Box::new(move |user| {
        emails(user).into_iter().map(normal).any(|email| {
            let domain = email.split_once('@').map(|(_, domain)| domain);
            email.starts_with(&wanted) || domain.is_some_and(|it| it.starts_with(&wanted))
        })
    })
}

fn verified(value: &Value, is: fn(&User, bool) -> bool) -> Test {
    let wanted = value.as_bool().unwrap_or_default();
    Box::new(move |user| is(user, wanted))
}

fn user_ids(user: &User) -> Vec<&str> {
    let external = user.external_id.as_deref();
    std::iter::once(&*user.user_id).chain(external).collect()
}

fn phone_numbers(user: &User) -> Vec<&str> {
    each(&user.phone_numbers, |it| &it.phone_number)
}

fn emails(user: &User) -> Vec<&str> {
    each(&user.emails, |it| &it.email)
}

fn each<T>(all: &[T], text: fn(&T) -> &str) -> Vec<&str> {
    all.iter().map(text).collect()
}

/// Converts text to lower case, since email addresses and fuzzy filters ignore case.
fn normal(text: &str) -> String {
    text.to_lowercase()
}
