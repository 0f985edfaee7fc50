using static TorchSharp.torch;

namespace MetaAnomalyLib.Data;

/// <summary>Images with a class each, given in batches, wherever they lie.</summary>
public interface IImageSource
{
    /// <summary>Number of images.</summary>
    int Count { get; }

    /// <summary>1 for grey, 3 for colour.</summary>
    int Channels { get; }

    /// <summary>Lines.</summary>
    int Height { get; }

    /// <summary>Pixels of a line.</summary>
    int Width { get; }

    /// <summary>The class of each image, from 0.</summary>
    IReadOnlyList<int> Labels { get; }

    /// <summary>Some images, <c>[rows, channels, height, width]</c>, float32 in [0, 1].</summary>
    /// <param name="rows">Which ones, in which order.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is not an image.</exception>
    Tensor Batch(ReadOnlySpan<int> rows);
}

/// <summary>Some images of a source, in an order of their own, and with other labels if need be.</summary>
public sealed class ImageSubset : IImageSource
{
    private readonly IImageSource source;
    private readonly int[] rows;

    /// <param name="source">The images.</param>
    /// <param name="rows">Which of them.</param>
    /// <param name="labels">A label for each of these; null keeps those of the source.</param>
    public ImageSubset(IImageSource source, IReadOnlyList<int> rows, IReadOnlyList<int>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(rows);
        foreach (var row in rows)
            if (row < 0 || row >= source.Count) throw new ArgumentOutOfRangeException(nameof(rows), row, $"A row must be from 0 to {source.Count - 1}.");
        if (labels is not null && labels.Count != rows.Count)
            throw new ArgumentException($"labels has {labels.Count} labels for {rows.Count} rows; give one a row.", nameof(labels));
        (this.source, this.rows, Labels) = (source, [.. rows], labels ?? [.. rows.Select(row => source.Labels[row])]);
    }

    /// <summary>The images that these are some of.</summary>
    public IImageSource Source => source;

    /// <summary>The rows of the source that it holds.</summary>
    public IReadOnlyList<int> Rows => rows;

    /// <inheritdoc/>
    public int Count => rows.Length;

    /// <inheritdoc/>
    public int Channels => source.Channels;

    /// <inheritdoc/>
    public int Height => source.Height;

    /// <inheritdoc/>
    public int Width => source.Width;

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels { get; }

    /// <inheritdoc/>
    public Tensor Batch(ReadOnlySpan<int> rows)
    {
        var inSource = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            inSource[i] = rows[i] >= 0 && rows[i] < Count ? this.rows[rows[i]] : throw new ArgumentOutOfRangeException(nameof(rows), rows[i], $"A row must be from 0 to {Count - 1}.");
        return source.Batch(inSource);
    }
}
