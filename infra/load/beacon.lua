-- wrk: one reader's beacon a request, each with an id of its own, over as many articles as the environment says.
local articles = tonumber(os.getenv("ARTICLES") or "1000")
local targets = { "x", "bluesky", "mastodon", "facebook", "email", "copy" }
local run = tostring(os.time())
local count = 0
local headers = {
  ["Content-Type"] = "text/plain;charset=UTF-8",
  ["Origin"] = "https://example.org",
  ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/152.0.0.0 Safari/537.36",
}

function request()
  count = count + 1
  local body = '{"id":"' .. run .. "-" .. count .. '-load-generator","article":"a' .. math.random(articles)
    .. '","kind":"share","target":"' .. targets[count % 6 + 1] .. '","channel":"page"}'
  return wrk.format("POST", "/e", headers, body)
end

function done(summary, latency)
  io.write(string.format("RESULT %.0f %.2f %.2f %d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.write))
end
