namespace MetaAnomalyLib.Tests.Training;

/// <summary>Tests that share libtorch's random stream or count live tensors: they run one after another, when all others are done.</summary>
[CollectionDefinition(nameof(Torch), DisableParallelization = true)]
public sealed class Torch;
