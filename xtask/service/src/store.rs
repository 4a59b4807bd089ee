//! Stores the users in the order of their creation, with an index of their unique keys: ids of users and factors,
//! external ids, email addresses and phone numbers.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use fastrand::Rng;
use jiff::Timestamp;

use crate::id;
use crate::user::User;

pub(crate) struct Store {
    /// The users by number. The first user has number 1, and no number is used twice.
    users: BTreeMap<u64, User>,
    last: u64,
    index: HashMap<String, u64>,
    rng: Rng,
}

/// The error for a key that another user has: an id, external id, email address or phone number.
#[derive(Debug)]
pub(crate) struct Taken(pub(crate) String);

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "another user already has `{}`", self.0)
    }
}

impl Store {
    /// Creates a store that generates ids with `rng`.
    pub(crate) fn new(rng: Rng) -> Self {
        Self {
            users: BTreeMap::new(),
            last: 0,
            index: HashMap::new(),
            rng,
        }
    }

    /// Makes further ids random, instead of reproducible.
    pub(crate) fn be_random(&mut self) {
        self.rng = Rng::new();
    }

    /// Adds a user and returns it. Generates missing ids, and sets a missing creation time to now.
    pub(crate) fn insert(&mut self, mut user: User) -> Result<User, Taken> {
        self.complete(&mut user);
        let number = self.last + 1;
        self.put(number, user.clone())?;
        self.last = number;
        Ok(user)
    }

    /// Finds the user with this id, external id, id of a factor, email address or phone number.
    pub(crate) fn find(&self, key: &str) -> Option<&User> {
        self.users.get(self.index.get(&normal(key))?)
    }

    /// Changes the user with this key. Returns the user, or `None` if no user has the key. An error leaves the user
    /// unchanged.
    pub(crate) fn change<E: From<Taken>>(
        &mut self,
        key: &str,
        change: impl FnOnce(&mut User) -> Result<(), E>,
    ) -> Result<Option<User>, E> {
        let Some(number) = self.index.get(&normal(key)).copied() else {
            return Ok(None);
        };
        let Some(mut user) = self.users.get(&number).cloned() else {
            return Ok(None);
        };
        change(&mut user)?;
        self.complete(&mut user);
        self.put(number, user.clone())?;
        Ok(Some(user))
    }

    /// Deletes the user with this key, and returns it.
    pub(crate) fn remove(&mut self, key: &str) -> Option<User> {
        let number = *self.index.get(&normal(key))?;
        let mut user = self.users.remove(&number)?;
        for key in keys(&mut user) {
            self.index.remove(&key);
        }
        Some(user)
    }

    /// Returns all users with their numbers, in the order of their creation.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, &User)> {
        self.users.iter().map(|(number, user)| (*number, user))
    }

    fn complete(&mut self, user: &mut User) {
        user.created_at.get_or_insert_with(now);
        for (kind, id) in user.ids_mut().filter(|(_, id)| id.is_empty()) {
            *id = id::new(kind, &mut self.rng);
        }
        for app in &mut user.connected_apps {
            if app.connected_app_id.is_empty() {
                app.connected_app_id = id::new("connected-app", &mut self.rng);
            }
        }
    }

    /// Stores `user` under this number, unless another user has one of its keys.
    fn put(&mut self, number: u64, mut user: User) -> Result<(), Taken> {
        let keys = keys(&mut user);
        let is_taken = |key: &&String| self.index.get(*key).is_some_and(|of| *of != number);
        if let Some(taken) = keys.iter().find(is_taken) {
            return Err(Taken(taken.clone()));
        }
        if let Some(before) = self.users.get_mut(&number) {
            for key in self::keys(before) {
                self.index.remove(&key);
            }
        }
        self.index.extend(keys.into_iter().map(|key| (key, number)));
        self.users.insert(number, user);
        Ok(())
    }
}

/// Returns the current time in whole seconds, like the vendor's timestamps.
fn now() -> Timestamp {
    Timestamp::from_second(Timestamp::now().as_second()).unwrap_or_default()
}

/// Returns the keys of a user in the index.
fn keys(user: &mut User) -> Vec<String> {
    let mut keys: Vec<_> = user.ids_mut().map(|(_, id)| id.clone()).collect();
    keys.extend(user.emails.iter().map(|it| normal(&it.email)));
    keys.extend(user.phone_numbers.iter().map(|it| it.phone_number.clone()));
    keys.extend(user.external_id.clone());
    keys
}

/// Converts email addresses to lower case, since their case does not matter.
pub(crate) fn normal(key: &str) -> String {
    if key.contains('@') {
        key.to_lowercase()
    } else {
        key.to_owned()
    }
}
