namespace MetaAnomalyLib.Models;

/// <summary>How a row is a square image: channel by channel, line by line.</summary>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Side">Pixels of a line, and lines.</param>
public sealed record ImageShape(int Channels, int Side)
{
    /// <summary>Numbers of an image.</summary>
    public int Size => Channels * Side * Side;

    /// <summary>The shape of rows of this width.</summary>
    /// <param name="width">Features of a row.</param>
    /// <param name="channels">Channels of a pixel, at least 1.</param>
    /// <exception cref="ArgumentException">Rows of this width are no square images.</exception>
    public static ImageShape FromWidth(int width, int channels)
    {
        var side = (int)Math.Round(Math.Sqrt((double)width / channels));
        return channels * side * side == width ? new(channels, side) : throw new ArgumentException(FormattableString.Invariant(
            $"x has {width} features, which are no square image of {channels} channel{(channels == 1 ? "" : "s")}; give {channels} × side × side pixels a row, or set Channels."), "x");
    }
}
