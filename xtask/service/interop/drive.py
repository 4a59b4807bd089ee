"""Reads calls from standard input, makes them with the vendor's SDK for Python, and writes the results."""

import json
import sys
import warnings

from stytch import Client
from stytch.consumer.models.attribute import Attributes
from stytch.consumer.models.users import Name, SearchUsersQuery
from stytch.core.response_base import StytchError

# The SDK warns of a deprecated function that it uses itself.
warnings.simplefilter("ignore")

TYPES = {"name": Name, "attributes": Attributes, "query": SearchUsersQuery}
ERROR = ["request_id", "error_type", "error_message", "error_url"]


def make(call):
    # `custom_base_url` requires https.
    client = Client(call["project_id"], call["secret"], environment=call["url"])
    params = {name: TYPES[name](**value) if name in TYPES else value for name, value in call["params"].items()}
    try:
        answer = getattr(client.users, call["endpoint"])(**params)
        return {"understood": answer.model_dump(mode="json")}
    except StytchError as error:
        details = error.details
        if details.status_code < 400:
            return {"failed": f"{error.__cause__}"}
        fields = {key: getattr(details, key) for key in ["status_code"] + ERROR}
        return {"error": fields}
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"}


for line in sys.stdin:
    print(json.dumps(make(json.loads(line))), flush=True)
