using static TorchSharp.torch;

namespace MetaAnomalyLib.Data;

public sealed partial class ImageSet : IImageSource
{
    /// <inheritdoc/>
    public int Channels => 1;

    /// <inheritdoc/>
    public Tensor Batch(ReadOnlySpan<int> rows)
    {
        using var scope = NewDisposeScope();
        var size = Height * Width;
        var pixels = images.AsSpan<byte>();
        var bytes = new byte[rows.Length * size];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0 || rows[i] >= Count) throw new ArgumentOutOfRangeException(nameof(rows), rows[i], $"A row must be from 0 to {Count - 1}.");
            pixels.Slice(rows[i] * size, size).CopyTo(bytes.AsSpan(i * size));
        }
        return tensor(bytes).view(rows.Length, 1, Height, Width).to(float32).div_(255).MoveToOuterDisposeScope();
    }
}
