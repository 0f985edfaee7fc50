using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Training;

/// <summary>The one number that an experiment's randomness comes from. Each purpose draws from a stream of its own, so that
/// one more draw in one place changes nothing elsewhere.</summary>
/// <param name="Value">Any integer.</param>
public sealed record Seed(int Value)
{
    /// <summary>A random stream of .NET for a purpose such as "split".</summary>
    public Random Random(string purpose) => new(For(purpose));

    /// <summary>Seeds libtorch (initial weights, dropout, shuffling) for a purpose.</summary>
    public void Torch(string purpose) => manual_seed(For(purpose)).Dispose();

    /// <summary>A seed for a purpose, from SHA-256: the same on every machine.</summary>
    public int For(string purpose)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(purpose);
        return BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Value}/{purpose}")))) & int.MaxValue;
    }

    /// <summary>The seed whose value is <paramref name="value"/>.</summary>
    public static implicit operator Seed(int value) => new(value);
}
