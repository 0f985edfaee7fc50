using MetaAnomalyLib.Preprocessing;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Episodes;

/// <summary>Tasks whose pictures, of support and query, are changed at random: each time that a picture comes up it is moved otherwise, so that a long meta-training does not learn its classes by
/// heart. For training tasks; those for validation and test stay as they are.</summary>
public sealed class AugmentedTasks : IEpisodeSource
{
    private readonly IEpisodeSource source;
    private readonly Seed seed;

    /// <param name="source">Tasks of pictures: items <c>[channels, height, width]</c> with values in [0, 1].</param>
    /// <param name="augmentation">What is done to each picture.</param>
    /// <param name="seed">The same seed changes the pictures of a task in the same way, whatever was drawn before; libtorch's generator is left as it was.</param>
    public AugmentedTasks(IEpisodeSource source, ImageAugmentation augmentation, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(augmentation);
        (this.source, Augmentation, this.seed) = (source, augmentation, seed);
    }

    /// <summary>What is done to each picture.</summary>
    public ImageAugmentation Augmentation { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The items are no pictures.</exception>
    public EpisodeBatch Draw(long first, int tasks)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var batch = source.Draw(first, tasks);
        if (batch.Support.ndim != 5)
            throw new ArgumentException($"The items have {batch.Support.ndim - 2} dimensions; pictures have three, [channels, height, width].");
        var state = get_rng_state();
        try
        {
            var pictures = cat([batch.Support, batch.Query], 1);
            var changed = new Tensor[tasks];
            for (var task = 0; task < tasks; task++)
            {
                seed.Torch(FormattableString.Invariant($"pictures of task {first + task}"));
                changed[task] = Augmentation.Apply(pictures[task]);
            }
            var all = stack(changed);
            var support = batch.Support.shape[1];
            return (batch with { Support = all.narrow(1, 0, support).contiguous(), Query = all.narrow(1, support, batch.Query.shape[1]).contiguous() }).MoveToOuter();
        }
        finally
        {
            set_rng_state(state);
        }
    }
}
