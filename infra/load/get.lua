-- wrk: GET of one address (TARGET), with If-None-Match where TAG is set.
local target = os.getenv("TARGET") or "/"
local tag = os.getenv("TAG") or ""
local headers = {}
if tag ~= "" then headers["If-None-Match"] = tag end
local ready = wrk.format("GET", target, headers)

function init()
  ready = wrk.format("GET", target, headers)
end

function request()
  return ready
end

function done(summary, latency)
  io.write(string.format("RESULT %.0f %.2f %.2f %d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.write))
end
