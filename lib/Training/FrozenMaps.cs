using System.Runtime.InteropServices;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Training;

/// <summary>
/// What the frozen part of a network makes of images, computed once and kept in a file (two bytes a number): the stages after it are then trained on these maps, at a small part of the work.
/// An interrupted computation goes on where it stopped.
/// </summary>
public sealed class FrozenMaps : IImageSource, IDisposable
{
    private const int BatchSize = 16;
    private readonly SafeFileHandle file;

    private FrozenMaps(SafeFileHandle file, long[] shape, IReadOnlyList<int> labels) =>
        (this.file, Channels, Height, Width, Labels) = (file, (int)shape[1], (int)shape[2], (int)shape[3], labels);

    /// <inheritdoc/>
    public int Count => Labels.Count;

    /// <inheritdoc/>
    public int Channels { get; }

    /// <inheritdoc/>
    public int Height { get; }

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels { get; }

    private int Size => Channels * Height * Width;

    /// <summary>Computes the maps, or what the file lacks of them.</summary>
    /// <param name="model">Its stages before <paramref name="stage"/> are used, in evaluation mode.</param>
    /// <param name="stage">The stage that the maps are to enter.</param>
    /// <param name="images">The images.</param>
    /// <param name="path">Where to. A file that is there must be of the same images and weights: its first maps are compared.</param>
    /// <param name="progress">Told how many images are done.</param>
    /// <param name="cancellation">Stops after some images; what is done is kept.</param>
    /// <exception cref="DataFormatException">The file is of other images, weights or stages.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FrozenMaps Compute(ImageBackbone model, string stage, IImageSource images, string path, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        model.eval();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var first = Maps([.. Enumerable.Range(0, Math.Min(BatchSize, images.Count))]);
        var maps = new FrozenMaps(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite), first.shape, images.Labels);
        try
        {
            var line = (long)maps.Size * sizeof(ushort);
            var done = (int)Math.Min(images.Count, RandomAccess.GetLength(maps.file) / line);
            if (RandomAccess.GetLength(maps.file) > line * images.Count || (done > 0 && !SameBeginning(maps, first, done)))
                throw new DataFormatException(path, "maps of other images, weights or stages", $"those of {images.Count} images before '{stage}'", "Delete it, or choose another path.");
            for (var start = done; start < images.Count; start += BatchSize)
            {
                cancellation.ThrowIfCancellationRequested();
                using var step = NewDisposeScope();
                var values = Maps([.. Enumerable.Range(start, Math.Min(BatchSize, images.Count - start))]).to(float16).contiguous();
                RandomAccess.Write(maps.file, MemoryMarshal.AsBytes<Half>(values.data<Half>().ToArray()), start * line);
                progress?.Report(start + (int)values.shape[0]);
            }
            return maps;
        }
        catch
        {
            maps.Dispose();
            throw;
        }

        static bool SameBeginning(FrozenMaps maps, Tensor first, int done)
        {
            var count = (int)Math.Min(done, first.shape[0]);
            return maps.Batch([.. Enumerable.Range(0, count)]).allclose(first.narrow(0, 0, count), 1e-2, 1e-2);
        }

        Tensor Maps(int[] rows) => model.Below(stage, ImageTrainer.Input(model, images.Batch(rows)));
    }

    /// <inheritdoc/>
    public Tensor Batch(ReadOnlySpan<int> rows)
    {
        var values = new Half[rows.Length * Size];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0 || rows[i] >= Count) throw new ArgumentOutOfRangeException(nameof(rows), rows[i], $"A row must be from 0 to {Count - 1}.");
            var bytes = MemoryMarshal.AsBytes(values.AsSpan(i * Size, Size));
            if (RandomAccess.Read(file, bytes, (long)rows[i] * bytes.Length) != bytes.Length) throw new IOException("The file of frozen maps ends too early: delete it.");
        }
        using var scope = NewDisposeScope();
        return tensor(Array.ConvertAll(values, value => (float)value)).view(rows.Length, Channels, Height, Width).MoveToOuterDisposeScope();
    }

    /// <summary>The features of every image, <c>[images, features]</c>: what the rest of the network makes of the maps, before its head.</summary>
    /// <param name="model">The network.</param>
    /// <param name="stage">The stage that the maps enter.</param>
    public float[,] Features(ImageBackbone model, string stage)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.eval();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var parts = new List<Tensor>();
        for (var start = 0; start < Count; start += BatchSize)
        {
            using var step = NewDisposeScope();
            parts.Add(model.FeaturesFrom(stage, Batch([.. Enumerable.Range(start, Math.Min(BatchSize, Count - start))])).MoveToOuterDisposeScope());
        }
        return (float[,])cat(parts).data<float>().ToNDArray();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();
}
