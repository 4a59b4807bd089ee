"""The calls that every client makes, in this order and with the same values, and the expected responses."""

from dataclasses import dataclass
from typing import Any


@dataclass
class Call:
    what: str
    endpoint: str
    params: dict[str, Any]
    answer: str = "200"  # the expected status and, for an error, its type
    refused: bool = False  # whether our client rejects the call and sends nothing
    service: str = "well"  # one of SERVICES
    project_id: str = "project-test-1"

    def path_params(self) -> dict[str, str]:
        """Returns the ids in the path: all ids except the external id."""
        return {name: value for name, value in self.params.items() if name.endswith("_id") and name != "external_id"}

    def path_param(self) -> str | None:
        """Returns the first id in the path."""
        return next(iter(self.path_params().values()), None)


USERS = 50

# The services and their options.
SERVICES = {
    "well": ["--users", str(USERS)],
    "failing": ["--error-rate", "1"],
    "limited": ["--users", str(USERS), "--rate-limit", "1"],
}

NOBODY = "user-test-00000000-0000-4000-8000-000000000000"
EXTERNAL_ID = "customer.9_1-1"

FILTERS = {
    "created_at_greater_than": "2024-01-01T00:00:00Z",
    "created_at_less_than": "2030-01-01T00:00:00Z",
    "created_at_between": {
        "greater_than": "2024-01-01T00:00:00Z",
        "less_than": "2030-01-01T00:00:00Z",
    },
    "status": "active",
    "user_id": [NOBODY],
    "phone_number": ["+12025550199"],
    "phone_id": ["phone-number-test-1"],
    "email_address": ["zoë@example.com", "ada@example.com"],
    "email_id": ["email-test-1"],
    "oauth_provider": ["Google", "GitHub"],
    "webauthn_registration_id": ["webauthn-registration-test-1"],
    "crypto_wallet_id": ["crypto-wallet-test-1"],
    "crypto_wallet_address": ["0x00"],
    "totp_id": ["totp-test-1"],
    "full_name_fuzzy": "zoë",
    "phone_number_fuzzy": "1999",
    "email_address_fuzzy": "ada",
    "phone_verified": True,
    "email_verified": False,
    "webauthn_registration_verified": True,
    "crypto_wallet_verified": True,
    "totp_verified": True,
    "password_exists": False,
}

ODD = "an unusual id"
DOTS = "an id that is empty, `.` or `..`"

# An id can contain any character.
ODD_IDS = [
    "a/b",
    "a?b=c#d",
    "a b+c",
    "100%",
    "%2e%2e",
    "~zoë.-_",
    "a!b'(c)*d",
    "a:b@c;d,e=f&g$h",
    "..a",
]


def query(operator: str, **filters: Any) -> dict[str, Any]:
    operands = [{"filter_name": name, "filter_value": value} for name, value in filters.items()]
    return {"operator": operator, "operands": operands}


def calls(users: list[dict], cursor: str, app: dict) -> list[Call]:
    """Returns all calls.

    `users` are the users of the service. The first one has a factor of every kind and the connected app `app`. `cursor`
    is the cursor of a second page.
    """
    full, gone = users[0], users[1]
    lonely = next(user for user in users[2:] if has_an_email_address_alone(user))
    taken = lonely["emails"][0]["email"]
    full_id, lonely_id = {"user_id": full["user_id"]}, {"user_id": lonely["user_id"]}

    create = [
        Call(
            "all parameters",
            "create",
            {
                "email": "zoë.o'hara+1@example.com",
                "name": {"first_name": "Zoë", "middle_name": '"X"\\\t🦊\u2028', "last_name": "O'Hara"},
                "attributes": {"ip_address": "203.0.113.1", "user_agent": "Example Browser/1.0"},
                "phone_number": "+12025550101",
                "create_user_as_pending": True,
                "trusted_metadata": {"plan": "gold", "seats": [1, 2.5, None], "at": {"é": True}},
                "untrusted_metadata": {},
                "external_id": "zoe|1",
                "roles": ["reader", "editor"],
            },
            "201",
        ),
        Call("an email address", "create", {"email": "grace@example.com"}, "201"),
        Call(
            "a phone number and a given name",
            "create",
            {"phone_number": "+12025550102", "name": {"first_name": "Grace"}},
            "201",
        ),
        Call(
            "an IP address of the end user",
            "create",
            {"email": "alan@example.com", "attributes": {"ip_address": "203.0.113.1"}},
            "201",
        ),
        Call(
            "a taken external id",
            "create",
            {"email": "barbara@example.com", "external_id": "zoe|1"},
            "400 duplicate_user_external_id",
        ),
        Call("a taken email address", "create", {"email": taken}, "400 duplicate_email"),
        Call(
            "a taken phone number",
            "create",
            {"phone_number": full["phone_numbers"][0]["phone_number"]},
            "400 duplicate_phone_number",
        ),
        Call("a malformed email address", "create", {"email": "ada"}, "400 invalid_email"),
        Call("a malformed phone number", "create", {"phone_number": "1"}, "400 invalid_phone_number"),
        Call("no email address or phone number", "create", {}, "400 invalid_create_user_request", refused=True),
    ]
    get = [
        Call("a user with every factor", "get", full_id),
        Call("an unknown user", "get", {"user_id": NOBODY}, "404 user_not_found"),
        Call("a malformed id", "get", {"user_id": "user-1"}, "400 invalid_user_id"),
        Call(
            "invalid credentials",
            "get",
            full_id,
            "401 unauthorized_credentials",
            project_id="project-live-1",
        ),
    ]
    search = [
        Call("all users", "search", {}),
        Call("the first page", "search", {"limit": 5, "query": query("AND")}),
        Call("the second page", "search", {"limit": 5, "cursor": cursor, "query": query("AND")}),
        Call("all filters", "search", {"query": query("OR", **FILTERS)}),
        Call("no match", "search", {"query": query("AND", user_id=[NOBODY])}),
        Call("a bad cursor", "search", {"cursor": "x"}, "400 user_search_invalid_cursor"),
        Call("a limit that is too high", "search", {"limit": 1001}, "400 user_search_invalid_limit"),
        Call(
            "an unknown filter",
            "search",
            {"query": query("AND", shoe_size=[42])},
            "400 user_search_filter_name_not_recognized",
        ),
    ]
    update = [
        Call(
            "name, attributes and metadata",
            "update",
            full_id
            | {
                "name": {"first_name": "Zoë", "last_name": "O'Hara"},
                "attributes": {"user_agent": "Example App/2.1"},
                "trusted_metadata": {"plan": None, "tags": ["a", "b"]},
                "untrusted_metadata": {"theme": {"dark": False}},
            },
        ),
        Call("external id and roles", "update", full_id | {"external_id": EXTERNAL_ID, "roles": ["admin"]}),
        Call("no roles", "update", full_id | {"roles": []}),
        Call("no parameters", "update", full_id),
        Call("an unknown user", "update", {"user_id": NOBODY}, "404 user_not_found"),
    ]
    by_external_id = [
        Call("by the external id", "get", {"user_id": EXTERNAL_ID}),
        Call("by the external id", "update", {"user_id": EXTERNAL_ID, "name": {"first_name": "Zoë"}}),
        Call("by the external id", "connected_apps", {"user_id": EXTERNAL_ID}),
        Call("an existing one", "delete_external_id", {"user_id": EXTERNAL_ID}),
        Call("a deleted one", "delete_external_id", full_id),
        Call("an unknown user", "delete_external_id", {"user_id": NOBODY}, "404 user_not_found"),
    ]
    app_id = {"connected_app_id": app["connected_app_id"]}
    apps = [
        Call("a user with one app", "connected_apps", full_id),
        Call("an existing one", "revoke", full_id | app_id),
        Call("the same call again", "revoke", full_id | app_id, "400 connected_app_consent_revoked"),
        Call("an unknown one", "revoke", full_id | {"connected_app_id": "app-1"}, "404 connected_app_not_found"),
        Call("a user without apps", "connected_apps", full_id),
        Call("an unknown user", "connected_apps", {"user_id": NOBODY}, "404 user_not_found"),
        Call("an unknown user", "revoke", {"user_id": NOBODY} | app_id, "404 user_not_found"),
    ]
    exchange = [
        Call("for a phone number", "exchange_primary_factor", lonely_id | {"phone_number": "+12025550103"}),
        Call("for an email address", "exchange_primary_factor", lonely_id | {"email_address": taken}),
        Call(
            "a user with many factors",
            "exchange_primary_factor",
            full_id | {"email_address": "edsger@example.com"},
            "400 invalid_exchange_primary_factor_user",
        ),
        Call(
            "no factor",
            "exchange_primary_factor",
            lonely_id,
            "400 invalid_exchange_primary_factor_fields",
            refused=True,
        ),
        Call(
            "two factors",
            "exchange_primary_factor",
            lonely_id | {"email_address": "edsger@example.com", "phone_number": "+12025550104"},
            "400 invalid_exchange_primary_factor_fields",
            refused=True,
        ),
    ]
    delete = [
        call
        for endpoint, param, factor, missing in [
            ("delete_email", "email_id", full["emails"][0], "email"),
            ("delete_phone_number", "phone_id", full["phone_numbers"][0], "phone_number"),
            (
                "delete_webauthn_registration",
                "webauthn_registration_id",
                full["webauthn_registrations"][0],
                "webauthn_registration",
            ),
            (
                "delete_biometric_registration",
                "biometric_registration_id",
                full["biometric_registrations"][0],
                "biometric_registration",
            ),
            ("delete_totp", "totp_id", full["totps"][0], "totp"),
            ("delete_crypto_wallet", "crypto_wallet_id", full["crypto_wallets"][0], "crypto_wallet"),
            ("delete_password", "password_id", full["password"], "password"),
            (
                "delete_oauth_registration",
                "oauth_user_registration_id",
                full["providers"][0],
                "oauth_user_registration",
            ),
            ("delete", "user_id", gone, "user"),
        ]
        for call in [
            Call("an existing one", endpoint, {param: factor[param]}),
            Call("the same call again", endpoint, {param: factor[param]}, f"404 {missing}_not_found"),
        ]
    ]
    odd = [
        call
        for id in ODD_IDS
        for call in [
            Call(ODD, "get", {"user_id": id}, "400 invalid_user_id"),
            Call(ODD, "delete_email", {"email_id": id}, "404 email_not_found"),
        ]
    ]
    elsewhere = [
        Call(DOTS, endpoint, {param: id}, "404 route_not_found", refused=True)
        for id in ["", ".", ".."]
        for endpoint, param in [("get", "user_id"), ("delete", "user_id"), ("delete_email", "email_id")]
    ]
    # The failing service has the same failures in every run.
    failing = [
        Call(what, "get", full_id, answer, service="failing")
        for what, answer in [
            ("the service fails", "500 internal_server_error"),
            ("a gateway answers in HTML", "502"),
            ("the service fails", "500 internal_server_error"),
            ("the service is unavailable", "503 server_unavailable"),
        ]
    ]
    limited = [
        Call("a user with every factor", "get", full_id, service="limited"),
        Call("a call over the rate limit", "get", full_id, "429 too_many_requests", service="limited"),
    ]
    known = create + get + search + update + by_external_id + apps + exchange + delete
    return known + odd + elsewhere + failing + limited


def has_an_email_address_alone(user: dict) -> bool:
    lists = [value for value in user.values() if isinstance(value, list)]
    return sum(map(len, lists)) == len(user["emails"]) == 1 and not user["password"]
