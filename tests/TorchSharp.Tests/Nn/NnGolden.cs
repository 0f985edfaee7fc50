using System.IO.Compression;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Nn;

/// <summary>tests/golden/torch_nn.json.gz, made by tests/golden/make_torch_nn_golden.py with Debian's python3-torch.</summary>
internal static class NnGolden
{
    public const double Tolerance = 1e-5;

    public static JsonElement Root { get; } = Read();

    public static JsonElement Case(string name) =>
        Root.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);

    public static IEnumerable<string> Names => Root.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("name").GetString()!);

    public static IEnumerable<string> Keys(string part) => Root.GetProperty(part).EnumerateObject().Select(p => p.Name);

    public static double[] Numbers(JsonElement e) => [.. e.EnumerateArray().Select(v => v.GetDouble())];

    /// <summary>The same numbers as `draw` of the script.</summary>
    public static double[] Draw(int seed, long count, string kind)
    {
        var state = (ulong)seed * 2 + 1;
        var values = new double[count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = kind switch
            {
                "normal" => 2 * (Uniform() + Uniform() + Uniform()) - 3,
                "unit" => 0.05 + 0.9 * Uniform(),
                "positive" => 0.2 + Uniform(),
                "sign" => Uniform() < 0.5 ? 1 : -1,
                _ => Math.Floor(Uniform() * int.Parse(kind.Split(':')[1])),
            };
        }
        return values;

        double Uniform()
        {
            state = unchecked(state * 6364136223846793005UL + 1442695040888963407UL);
            return (state >> 33) / 2147483648.0;
        }
    }

    public static Tensor Drawn(int seed, long[] shape, string kind, bool grad = false)
    {
        var values = Draw(seed, shape.Aggregate(1L, (a, b) => a * b), kind);
        return kind.StartsWith("class", StringComparison.Ordinal)
            ? tensor(Array.ConvertAll(values, v => (long)v), shape)
            : tensor(Array.ConvertAll(values, v => (float)v), shape, requires_grad: grad);
    }

    public static Tensor Coefficients(long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        for (var i = 0; i < values.Length; i++) values[i] = (float)(((i * 37L + 11) % 23 - 11) / 11.0);
        return tensor(values, shape);
    }

    public static void Close(JsonElement expected, Tensor actual, string what, double tolerance = Tolerance)
    {
        using var real = actual.detach().to_type(ScalarType.Float64).contiguous();
        Close(Numbers(expected), real.data<double>().ToArray(), what, tolerance);
    }

    public static void Close(double[] expected, double[] actual, string what, double tolerance = Tolerance)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {actual.Length} numbers, {expected.Length} expected");
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])),
                $"{what}[{i}]: expected {expected[i]:R}, was {actual[i]:R}");
        }
    }

    private static JsonElement Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "golden", "torch_nn.json.gz"));
        using var text = new GZipStream(file, CompressionMode.Decompress);
        return JsonDocument.Parse(text).RootElement;
    }
}
