# Reads calls from standard input, makes them with the vendor's SDK for Ruby, and writes the results.

require "json"
require "stytch"

ERROR = %w[status_code request_id error_type error_message error_url].freeze

def make(call)
  client = Stytch::Client.new(project_id: call["project_id"], secret: call["secret"], env: call["url"])
  body = client.users.public_send(call["endpoint"], **call["params"].transform_keys(&:to_sym))
  # The SDK returns the body of every response, also of errors.
  return { failed: "not JSON: #{body}" } unless body.is_a?(Hash)

  body["status_code"] < 400 ? { understood: body } : { error: body.slice(*ERROR) }
rescue StandardError => e
  { failed: "#{e.class}: #{e.message}" }
end

$stdout.sync = true
$stdin.each_line { |line| puts JSON.generate(make(JSON.parse(line))) }
