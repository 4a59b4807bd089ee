//! Ids in the format of the vendor: `user-test-16d9ba61-97a1-4ba4-9720-b03761dc50c6`.

use fastrand::Rng;

/// Creates an id of this kind, such as `user`.
pub(crate) fn new(kind: &str, rng: &mut Rng) -> String {
    // Sets the version and the variant of a random UUID.
    let bits = rng.u128(..) & !(0xf << 76 | 0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    let part = |from: u32, digits: u32| bits >> from & ((1 << (4 * digits)) - 1);
    format!(
        "{kind}-test-{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        part(96, 8),
        part(80, 4),
        part(64, 4),
        part(48, 4),
        part(0, 12),
    )
}

/// Whether `id` has the format of the id of a user of a test project.
pub(crate) fn is_user(id: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    id.strip_prefix("user-test-").is_some_and(|uuid| {
        uuid.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && uuid.split('-').all(digits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_a_kind_and_a_random_uuid() {
        let id = new("user", &mut Rng::with_seed(1));
        assert!(is_user(&id), "{id}");
        let uuid = id.strip_prefix("user-test-").unwrap();
        let version_and_variant = (uuid.as_bytes()[14], uuid.as_bytes()[19]);
        assert_eq!(version_and_variant.0, b'4', "{id}");
        assert!(b"89ab".contains(&version_and_variant.1), "{id}");
    }

    #[test]
    fn other_formats_are_not_ids_of_users() {
        for id in [
            "",
            "user-test-1",
            "user-live-16d9ba61-97a1-4ba4-9720-b03761dc50c6",
            "email-test-16d9ba61-97a1-4ba4-9720-b03761dc50c6",
            "user-test-16d9ba6197a1-4ba4-9720-b03761dc50c6",
            "user-test-16d9ba6g-97a1-4ba4-9720-b03761dc50c6",
        ] {
            assert!(!is_user(id), "{id}");
        }
    }
}
