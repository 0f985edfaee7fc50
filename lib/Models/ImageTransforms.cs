using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Models;

/// <summary>Which changes of an image a network learns to tell apart. The first one always leaves the image as it is.</summary>
public enum TransformSet
{
    /// <summary>4: turns by 0, 90, 180 and 270 degrees (Gidaris et al., ICLR 2018).</summary>
    Rotations,

    /// <summary>8: the turns, of the image and of its mirror image.</summary>
    RotationsAndFlips,

    /// <summary>36: the turns, of the image and of its shifts by a quarter of the side in eight directions (Hendrycks et al., NeurIPS 2019).</summary>
    RotationsAndShifts,

    /// <summary>72: the turns, of the shifts, of the image and of its mirror image (Golan and El-Yaniv, NeurIPS 2018).</summary>
    RotationsFlipsAndShifts,
}

/// <summary>
/// Transformations of flattened square images, each a permutation of the pixels of a channel: mirror, then shift, then turn against the clock. What a shift moves over one edge comes in
/// at the opposite one, so that no pixel is lost and each transformation can be undone. On sides under 4 some transformations are the same.
/// </summary>
public sealed class ImageTransforms
{
    private readonly long[,] sources;

    /// <param name="image">The shape of a row.</param>
    /// <param name="set">Which transformations.</param>
    public ImageTransforms(ImageShape image, TransformSet set)
    {
        Image = image;
        var step = Math.Max(1, image.Side / 4);
        int[] flips = set is TransformSet.RotationsAndFlips or TransformSet.RotationsFlipsAndShifts ? [0, 1] : [0];
        int[] shifts = set is TransformSet.RotationsAndShifts or TransformSet.RotationsFlipsAndShifts ? [0, step, -step] : [0];
        (int Turns, int Down, int Right, int Flip)[] all =
            [.. from turns in Enumerable.Range(0, 4) from down in shifts from right in shifts from flip in flips select (turns, down, right, flip)];
        sources = new long[all.Length, image.Size];
        for (var i = 0; i < all.Length; i++)
            for (var pixel = 0; pixel < image.Size; pixel++)
                sources[i, pixel] = Source(pixel, all[i]);
    }

    /// <summary>The shape of a row.</summary>
    public ImageShape Image { get; }

    /// <summary>How many transformations there are.</summary>
    public int Count => sources.GetLength(0);

    /// <summary>Every transformation of every image, <c>[batch, pixels] → [batch · count, pixels]</c>: all of the first image, all of the second, and so on.</summary>
    public Tensor Every(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var batch = rows.shape[0];
        var views = rows.unsqueeze(1).expand(batch, Count, Image.Size).gather(2, tensor(sources).unsqueeze(0).expand(batch, Count, Image.Size));
        return views.reshape(batch * Count, Image.Size).MoveToOuterDisposeScope();
    }

    /// <summary>One transformation of each image, <c>[batch, pixels] → [batch, pixels]</c>.</summary>
    /// <param name="rows">The images.</param>
    /// <param name="transforms">Which one, <c>[batch]</c>, int64, from 0 to <see cref="Count"/> − 1.</param>
    public Tensor Each(Tensor rows, Tensor transforms)
    {
        using var scope = NewDisposeScope();
        return rows.gather(1, tensor(sources).index_select(0, transforms)).MoveToOuterDisposeScope();
    }

    /// <summary>Where in the image the pixel of the transformed image comes from: the transformations backwards, the last one first.</summary>
    private long Source(int pixel, (int Turns, int Down, int Right, int Flip) transform)
    {
        var side = Image.Side;
        var (channel, y, x) = (pixel / (side * side), pixel / side % side, pixel % side);
        for (var turn = 0; turn < transform.Turns; turn++) (y, x) = (x, side - 1 - y);
        (y, x) = (Wrap(y - transform.Down), Wrap(x - transform.Right));
        if (transform.Flip == 1) x = side - 1 - x;
        return ((channel * side) + y) * side + x;

        int Wrap(int place) => ((place % side) + side) % side;
    }
}
