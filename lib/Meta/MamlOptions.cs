using static MetaAnomalyLib.Models.Options;

namespace MetaAnomalyLib.Meta;

/// <summary>What an inner step changes.</summary>
public enum AdaptedWeights
{
    /// <summary>All weights.</summary>
    All,

    /// <summary>The last linear layer only: ANIL, "almost no inner loop" (Raghu et al., 2020).</summary>
    Head,
}

/// <summary>Where the sizes of the inner steps come from.</summary>
public enum InnerRates
{
    /// <summary><see cref="MamlOptions.InnerRate"/> throughout.</summary>
    Fixed,

    /// <summary>One for each weight tensor and step, learnt (MAML++, Antoniou et al., 2019, section 4).</summary>
    PerLayerAndStep,

    /// <summary>One for each single weight, learnt, of either sign (Meta-SGD, Li et al., 2017).</summary>
    PerWeight,
}

/// <summary>Which items batch normalisation takes its statistics from when queries are scored.</summary>
public enum NormStatistics
{
    /// <summary>The task's support alone: a query's score does not depend on the other queries.</summary>
    Support,

    /// <summary>The queries that are scored together: transductive, as the published figures of MAML are. In anomaly detection it gives away how the queries are mixed.</summary>
    Query,
}

/// <summary>How the tasks of a batch are computed; the result is the same.</summary>
public enum TaskExecution
{
    /// <summary>As the network runs faster.</summary>
    Automatic,

    /// <summary>One after another: the readable reference.</summary>
    Loop,

    /// <summary>Together, one set of weights a task.</summary>
    Batched,
}

/// <summary>Settings of <see cref="Maml"/> and its family.</summary>
public record MamlOptions
{
    /// <summary>Gradient steps on the support, at least 1. Default: 1.</summary>
    public int InnerSteps { get; init; } = 1;

    /// <summary>Size of an inner step (learnt ones begin there), above 0. Default: 0.4, as in the paper for Omniglot.</summary>
    public double InnerRate { get; init; } = 0.4;

    /// <summary>Whether the outer gradient goes through the inner gradients (second order); without, it is FOMAML. Default: true.</summary>
    public bool SecondOrder { get; init; } = true;

    /// <summary>What an inner step changes. Default: all weights.</summary>
    public AdaptedWeights Adapted { get; init; }

    /// <summary>Where the sizes of the inner steps come from. Default: fixed.</summary>
    public InnerRates Rates { get; init; }

    /// <summary>Outer steps over which the query loss after every inner step counts, with weights that move from all alike to the last step alone (MAML++, section 4); 0: the last
    /// step alone counts from the start. Default: 0.</summary>
    public int PerStepLossSteps { get; init; }

    /// <summary>Which items batch normalisation takes its statistics from when queries are scored. Default: the support.</summary>
    public NormStatistics Statistics { get; init; }

    /// <summary>How tasks are computed. Default: as the network runs faster.</summary>
    public TaskExecution Execution { get; init; }

    /// <summary>Threads that tasks are spread over, each with one torch thread, at least 1; 0 for as many as torch has. Default: 0.</summary>
    public int Threads { get; init; }

    /// <summary>Seeds the first weights. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>First-order MAML (Finn et al., 2017, section 5.2).</summary>
    public static MamlOptions FirstOrder => new() { SecondOrder = false };

    /// <summary>ANIL (Raghu et al., 2020).</summary>
    public static MamlOptions Anil => new() { Adapted = AdaptedWeights.Head };

    /// <summary>Meta-SGD (Li et al., 2017).</summary>
    public static MamlOptions MetaSgd => new() { Rates = InnerRates.PerWeight, InnerRate = 0.1 };

    /// <summary>MAML++ (Antoniou et al., 2019): per-step losses and learnt step sizes a layer and step. (Of the paper's parts, statistics a step are not included.)</summary>
    public static MamlOptions PlusPlus => new() { InnerSteps = 3, Rates = InnerRates.PerLayerAndStep, InnerRate = 0.1, PerStepLossSteps = 2000 };

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public virtual void Validate()
    {
        Require(InnerSteps >= 1, nameof(InnerSteps), InnerSteps, "at least 1");
        Require(InnerRate > 0 && double.IsFinite(InnerRate), nameof(InnerRate), InnerRate, "finite and above 0");
        Require(Enum.IsDefined(Adapted), nameof(Adapted), Adapted, "one of " + string.Join(", ", Enum.GetNames<AdaptedWeights>()));
        Require(Enum.IsDefined(Rates), nameof(Rates), Rates, "one of " + string.Join(", ", Enum.GetNames<InnerRates>()));
        Require(PerStepLossSteps >= 0, nameof(PerStepLossSteps), PerStepLossSteps, "at least 0");
        Require(Enum.IsDefined(Statistics), nameof(Statistics), Statistics, "one of " + string.Join(", ", Enum.GetNames<NormStatistics>()));
        Require(Enum.IsDefined(Execution), nameof(Execution), Execution, "one of " + string.Join(", ", Enum.GetNames<TaskExecution>()));
        Require(Threads >= 0, nameof(Threads), Threads, "at least 0");
    }
}
