using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace MetaAnomaly.Kernel.Site;

/// <summary>
/// Large scripts inside outputs (a chart library, 1.5 MB) become files beside the pages: one file for all pages that have the same one.
/// </summary>
internal sealed partial class SharedScripts
{
    private readonly Dictionary<string, string> files = [];

    public IEnumerable<KeyValuePair<string, string>> Files => files;

    public string MoveOut(string html) => LargeScript().Replace(html, script =>
    {
        var text = script.Groups["text"].Value;
        var name = $"script-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12]}.js";
        files[name] = text;
        return $"<script src=\"{name}\" defer></script>";
    });

    [GeneratedRegex(@"<script>(?<text>(?:(?!</script>).){100000,}?)</script>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex LargeScript();
}
