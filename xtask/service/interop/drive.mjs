// Reads calls from standard input, makes them with the vendor's SDK for Node, and writes the results. The argument is
// the folder where the SDK is installed.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const stytch = createRequire(`${process.argv[2]}/`)("stytch");

// The SDK warns of base URLs that are not the vendor's.
console.warn = () => {};

const NAMES = {
  delete_oauth_registration: "deleteOAuthRegistration",
  delete_totp: "deleteTOTP",
  delete_webauthn_registration: "deleteWebAuthnRegistration",
};
const camelCase = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

async function make({ url, project_id, secret, endpoint, params }) {
  try {
    // `custom_base_url` requires https.
    const client = new stytch.Client({ project_id, secret, env: url });
    return { understood: await client.users[NAMES[endpoint] ?? camelCase(endpoint)](params) };
  } catch (error) {
    if (!(error instanceof stytch.StytchError)) {
      return { failed: `${error.constructor.name}: ${error.message}` };
    }
    const { status_code, request_id, error_type, error_message, error_url } = error;
    return { error: { status_code, request_id, error_type, error_message, error_url } };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await make(JSON.parse(line))));
}
