namespace Engagement.Fakes.X;

/// <summary>The calls of the API, as faults and rate limits tell them apart.</summary>
public enum Call
{
    /// <summary><c>POST /2/tweets</c></summary>
    CreatePost,

    /// <summary><c>DELETE /2/tweets/{id}</c></summary>
    DeletePost,

    /// <summary><c>GET /2/tweets?ids=</c></summary>
    LookUpPosts,

    /// <summary><c>GET /2/users/{id}/tweets</c></summary>
    ReadTimeline,

    /// <summary><c>GET /2/users/me</c></summary>
    WhoAmI,

    /// <summary><c>POST /2/media/upload</c> in all its forms</summary>
    UploadMedia,

    /// <summary><c>POST /2/media/metadata</c></summary>
    DescribeMedia,

    /// <summary><c>POST /2/oauth2/token</c></summary>
    ExchangeToken,

    /// <summary><c>POST /2/oauth2/revoke</c></summary>
    RevokeToken,

    /// <summary>Anything of the retired v1.1.</summary>
    Retired,
}
