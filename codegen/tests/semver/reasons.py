"""The reasons for which our answer differs from that of the oracle, by the code of the change."""

SAME_TYPE = "The arguments have the same type, so callers compile and pass wrong values."

REASONS = {
    "arguments-reordered": SAME_TYPE,
    "credentials-changed": SAME_TYPE,
    "fields-reordered": SAME_TYPE,
    "paging-items-changed": "The lists have items of the same type, so callers compile and get other items.",
}
