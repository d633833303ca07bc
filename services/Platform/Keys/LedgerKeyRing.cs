using System.Xml.Linq;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Engagement.Platform.Keys;

/// <summary>
/// Keeps the keys that protect cookies and forms in the ledger, so that people stay signed in over restarts and all instances
/// read each other's cookies.
/// </summary>
/// <remarks>plt:keyring   hash   name → XML element. ASP.NET's interface is synchronous; it is called a few times a day.</remarks>
sealed class LedgerKeyRing(Ledger ledger) : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    const string Store = "plt:keyring";

    public void Configure(KeyManagementOptions options) => options.XmlRepository = this;

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. ledger.Db.HashValues(Store).Select(element => XElement.Parse((string)element!))];

    public void StoreElement(XElement element, string friendlyName)
    {
        ledger.Db.HashSet(Store, friendlyName, element.ToString(SaveOptions.DisableFormatting));
        ledger.Flush().GetAwaiter().GetResult();
    }
}
