using Engagement.Dashboard.Api;
using Engagement.Dashboard.Articles;
using Engagement.Dashboard.Audit;
using Engagement.Dashboard.Layout;
using Engagement.Dashboard.Now;
using Engagement.Dashboard.People;
using Engagement.Dashboard.Posts;
using Engagement.Dashboard.Numbers;
using Engagement.Dashboard.Setup;
using Engagement.Dashboard.SignIn;
using Engagement.Dashboard.Webhooks;
using Engagement.Dashboard.Words;
using Engagement.Platform.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Dashboard;

/// <summary>The wiring of the service, on one page.</summary>
public static class DashboardService
{
    /// <summary>What it adds to the command line.</summary>
    public static IReadOnlyList<Command> Commands { get; } = [];

    /// <summary>Registers its parts.</summary>
    public static void AddDashboard(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = "engagement-form";
            forms.Cookie.SameSite = SameSiteMode.Strict;
        });
        builder.AddPageCompression();
        builder.AddSessions();
        builder.AddSingleSignOn();
        ApiClient.Add(builder);
        builder.Services.AddSingleton<StyleSheet>();
        builder.Services.AddSingleton<LiveScript>();
        builder.Services.AddSingleton<ComposeScript>();
        builder.Services.AddSingleton<KeysScript>();
        builder.Services.AddSingleton<SignInGuard>();
        builder.Services.AddSingleton<WordBooks>();
        builder.Services.AddScoped<Speech>();
        builder.Services.AddScoped<Clock>();
        builder.Services.AddScoped<CatalogueApi>();
        builder.Services.AddScoped<PostsApi>();
        builder.Services.AddScoped<PopularApi>();
        builder.Services.AddScoped<SiteApi>();
        builder.Services.AddScoped<AccountApi>();
        builder.Services.AddScoped<ConnectAccount>();
        builder.Services.AddScoped<SystemApi>();
        builder.Services.AddScoped<WebhooksApi>();
        builder.Services.AddScoped<ManageWebhooks>();
        builder.Services.AddScoped<LoadRows>();
        builder.Services.AddScoped<NowScreen>();
        builder.Services.AddScoped<ArticleScreen>();
        builder.Services.AddSingleton<TypicalHoursKept>();
        builder.Services.AddScoped<TypicalArticle>();
        builder.Services.AddScoped<CorrectCounts>();
        builder.Services.AddScoped<ExportArticles>();
        builder.Services.AddScoped<ActOnPost>();
        builder.Services.AddScoped<PostCalendar>();
        builder.Services.AddScoped<AuditLog>();
        builder.Services.AddScoped<PeopleStore>();
        builder.Services.AddScoped<ManagePeople>();
        builder.Services.AddScoped<SecondStep>();
        builder.Services.AddScoped<ManageSecondStep>();
        builder.Services.AddScoped<ShareLinks>();
        builder.Services.AddScoped<ManageShareLinks>();
        builder.Services.AddScoped<SignInPerson>();
        builder.Services.AddScoped<StreamNow>();
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapDashboard(this WebApplication app)
    {
        app.UsePageCompression();
        app.UsePages();
        app.UseAntiforgery();
        app.Services.GetRequiredService<StyleSheet>().Map(app);
        app.Services.GetRequiredService<LiveScript>().Map(app);
        app.Services.GetRequiredService<ComposeScript>().Map(app);
        app.Services.GetRequiredService<KeysScript>().Map(app);

        var forms = app.MapGroup("").WithMetadata(new DashboardPage()).ExcludeFromDescription();
        SignInPerson.Map(forms);
        SingleSignOn.Map(forms);
        ManageShareLinks.MapOpen(forms.MapGroup("").RequireAuthorization(Session.Anybody));
        // A form's token is good for whoever it was made for, so the form of everybody has to know who that is.
        ChooseLook.Map(forms.MapGroup("").RequireAuthorization(Session.Anybody));

        var signedIn = forms.MapGroup("").RequireAuthorization(Session.SignedIn);
        SignOut.Map(signedIn);
        StreamNow.Map(signedIn);
        ExportArticles.Map(signedIn);
        WithdrawArticle.Map(signedIn);
        CorrectCounts.Map(signedIn);
        ActOnPost.Map(signedIn);
        ConnectAccount.Map(signedIn);
        ShowPreview.Map(signedIn);
        MakeKey.Map(signedIn);
        ManageWebhooks.Map(signedIn);
        ManagePeople.Map(signedIn);
        ManageSecondStep.Map(signedIn);
        ManageShareLinks.Map(signedIn);

        app.MapRazorComponents<App>().WithMetadata(new DashboardPage()).ExcludeFromDescription();
    }
}
