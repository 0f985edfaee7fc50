using System.Text;
using System.Text.Json;

namespace MetaAnomaly.Kernel.Jupyter;

/// <summary>Where a front end wants the kernel to listen, and the key by which they know each other.</summary>
internal sealed record ConnectionFile(
    string Transport, string Ip, int ShellPort, int ControlPort, int StdinPort, int IopubPort, int HbPort, byte[] Key)
{
    /// <exception cref="InvalidDataException">It is no connection file, or asks for what this kernel does not have.</exception>
    public static ConnectionFile Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            var scheme = Optional(root, "signature_scheme", "hmac-sha256");
            if (scheme != "hmac-sha256")
                throw new InvalidDataException($"{path}: the signature scheme is '{scheme}'; this kernel has hmac-sha256.");
            return new(
                Optional(root, "transport", "tcp"), Optional(root, "ip", "127.0.0.1"),
                Port(root, "shell_port"), Port(root, "control_port"), Port(root, "stdin_port"), Port(root, "iopub_port"), Port(root, "hb_port"),
                Encoding.UTF8.GetBytes(Optional(root, "key", "")));
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"{path} is not a Jupyter connection file: {wrong.Message}", wrong);
        }
    }

    public string Endpoint(int port) => Transport == "ipc" ? $"ipc://{Ip}-{port}" : $"{Transport}://{Ip}:{port}";

    private static int Port(JsonElement root, string name) => root.TryGetProperty(name, out var port)
        ? port.GetInt32()
        : throw new KeyNotFoundException($"it has no '{name}'.");

    private static string Optional(JsonElement root, string name, string otherwise) =>
        root.TryGetProperty(name, out var value) ? value.GetString() ?? otherwise : otherwise;
}
