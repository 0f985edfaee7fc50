using System.IO.Compression;
using System.Text.Json;

namespace TorchSharp.Tests.Golden;

/// <summary>tests/golden/torch_ops.json.gz, made by tests/golden/make_torch_golden.py with Debian's python3-torch.</summary>
internal static class GoldenFile
{
    private static readonly JsonElement Root = Read();

    public static IReadOnlyDictionary<string, GoldenCase> Cases { get; } =
        Root.GetProperty("cases").EnumerateArray().Select(GoldenCase.From).ToDictionary(c => c.Name);

    public static IReadOnlyDictionary<string, GoldenTensor> Streams { get; } =
        Root.GetProperty("streams").EnumerateObject().ToDictionary(p => p.Name, p => GoldenTensor.From(p.Value)!);

    private static JsonElement Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "golden", "torch_ops.json.gz"));
        using var text = new GZipStream(file, CompressionMode.Decompress);
        return JsonDocument.Parse(text).RootElement;
    }
}

/// <summary>One operator on given inputs, its outputs, and the gradients of sum(output * weight) where there are any.</summary>
internal sealed record GoldenCase(string Name, GoldenTensor[] Inputs, GoldenTensor[] Outputs, GoldenTensor?[] Grads)
{
    public bool HasGradient => Grads.Any(g => g is not null);

    public static GoldenCase From(JsonElement e) => new(
        e.GetProperty("name").GetString()!,
        [.. e.GetProperty("inputs").EnumerateArray().Select(t => GoldenTensor.From(t)!)],
        [.. e.GetProperty("outputs").EnumerateArray().Select(t => GoldenTensor.From(t)!)],
        [.. e.GetProperty("grads").EnumerateArray().Select(GoldenTensor.From)]);
}

internal sealed record GoldenTensor(ScalarType Type, long[] Shape, double[] Data)
{
    private const double Tolerance = 1e-5;

    public static GoldenTensor? From(JsonElement e) => e.ValueKind == JsonValueKind.Null ? null : new(
        e.GetProperty("type").GetString() switch
        {
            "float32" => ScalarType.Float32,
            "float64" => ScalarType.Float64,
            "int64" => ScalarType.Int64,
            "int32" => ScalarType.Int32,
            "int16" => ScalarType.Int16,
            "int8" => ScalarType.Int8,
            "uint8" => ScalarType.Byte,
            "bool" => ScalarType.Bool,
            var other => throw new InvalidDataException($"type {other}"),
        },
        [.. e.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())],
        [.. e.GetProperty("data").EnumerateArray().Select(Number)]);

    private static double Number(JsonElement e) => e.ValueKind == JsonValueKind.Number ? e.GetDouble() : e.GetString() switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        _ => double.NegativeInfinity,
    };

    public Tensor ToTensor()
    {
        using var exact = tensor(Data, Shape, ScalarType.Float64);
        return exact.to_type(Type, copy: true);
    }

    public void AssertIs(Tensor actual, string what, bool sameType = true)
    {
        if (sameType) Assert.True(Type == actual.dtype, $"{what}: expected {Type}, was {actual.dtype}");
        Assert.True(Shape.SequenceEqual(actual.shape), $"{what}: expected shape [{string.Join(", ", Shape)}], was [{string.Join(", ", actual.shape)}]");
        using var plain = actual.detach();
        using var wide = plain.to_type(ScalarType.Float64, copy: true);
        var values = wide.data<double>().ToArray();
        for (var i = 0; i < values.Length; i++)
            Assert.True(Close(Data[i], values[i]), $"{what}: element {i}: expected {Data[i]:R}, was {values[i]:R}");
    }

    private static bool Close(double expected, double actual) =>
        expected.Equals(actual) || Math.Abs(expected - actual) <= Tolerance + (Tolerance * Math.Abs(expected));
}
