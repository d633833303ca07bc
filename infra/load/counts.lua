-- wrk: the counts of one article a request, as the widget asks for them.
local articles = tonumber(os.getenv("ARTICLES") or "1000")

function request()
  return wrk.format("GET", "/api/counts?ids=a" .. math.random(articles))
end

function done(summary, latency)
  io.write(string.format("RESULT %.0f %.2f %.2f %d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.write))
end
