using Microsoft.AspNetCore.Http;

namespace Engagement.Dashboard.Now;

/// <summary>How the first screen is asked for; in its address, so that a wall or a paused page is a bookmark.</summary>
static class Live
{
    public static bool IsPaused(HttpContext http) => http.Request.Query["pause"] == "1";

    public static bool IsWall(HttpContext http) => http.Request.Query["kiosk"] == "1";
}
