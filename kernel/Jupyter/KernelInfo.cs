using System.Text.Json.Nodes;

namespace MetaAnomaly.Kernel.Jupyter;

/// <summary>What a kernel says about itself.</summary>
internal static class KernelInfo
{
    public static string Version { get; } = typeof(KernelInfo).Assembly.GetName().Version?.ToString(3) ?? "0";

    public static JsonObject Content() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = MessageCodec.ProtocolVersion,
        ["implementation"] = "MetaAnomaly.Kernel",
        ["implementation_version"] = Version,
        ["banner"] = $"C# 14 on .NET {Environment.Version}, MetaAnomaly's notebook kernel {Version}",
        ["debugger"] = false,
        ["help_links"] = new JsonArray(
            new JsonObject { ["text"] = "C#", ["url"] = "https://learn.microsoft.com/dotnet/csharp/" },
            new JsonObject { ["text"] = ".NET API", ["url"] = "https://learn.microsoft.com/dotnet/api/" },
            new JsonObject { ["text"] = "TorchSharp", ["url"] = "https://github.com/dotnet/TorchSharp" }),
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            // What .NET Interactive writes into notebooks, so that saving under either kernel changes nothing.
            ["version"] = "13.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        },
    };
}
