using MetaAnomalyLib.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Models;

/// <summary>
/// A network as a pure function of its weights, so that the same code runs with the weights of an optimizer, with weights that were computed from others (the inner loop of MAML, through
/// which gradients flow), and with one set of weights a task.
/// </summary>
public abstract class StatelessNetwork
{
    /// <summary>Name and shape of each weight, in the order in which they are passed; those of the last linear layer, the head, come last.</summary>
    public abstract IReadOnlyList<(string Name, long[] Shape)> Weights { get; }

    /// <summary>How many of the last weights belong to the head.</summary>
    public int HeadWeights => 2;

    /// <summary>Numbers that come out for an item.</summary>
    public abstract int Outputs { get; }

    /// <summary>Whether it normalises over the batch, so that it matters which items are passed together.</summary>
    public abstract bool HasBatchNorm { get; }

    /// <summary>Whether one call for many tasks is faster than a call for each.</summary>
    public abstract bool BatchesTasksWell { get; }

    /// <summary>How many tasks go through one call at most, so that what is between the layers stays in the processor's cache.</summary>
    public virtual int TasksAtOnce => int.MaxValue;

    /// <summary>What tells the network apart, as text.</summary>
    public abstract string Description { get; }

    /// <summary>First weights, as torch's layers have them, from a seed.</summary>
    public Parameter[] Initialise(int seed = 0)
    {
        new Seed(seed).Torch("weights");
        return [.. Weights.Select(weight => new Parameter(First(weight.Name, weight.Shape)))];
    }

    /// <summary>One set of weights: <c>[batch, ...] → [batch, outputs]</c>.</summary>
    /// <param name="x">Items.</param>
    /// <param name="weights">In the order and of the shapes of <see cref="Weights"/>.</param>
    /// <param name="statisticsFrom">Batch normalisation takes mean and variance from this many first items; 0 from all.</param>
    public abstract Tensor Forward(Tensor x, IReadOnlyList<Tensor> weights, int statisticsFrom = 0);

    /// <summary>One set of weights a task, all tasks at once: <c>[tasks, batch, ...] → [tasks, batch, outputs]</c>.</summary>
    /// <param name="x">Items.</param>
    /// <param name="weights">Each <c>[tasks, ...]</c>.</param>
    /// <param name="statisticsFrom">As in <see cref="Forward"/>, of each task.</param>
    public abstract Tensor ForwardTasks(Tensor x, IReadOnlyList<Tensor> weights, int statisticsFrom = 0);

    /// <summary>A weight, or numbers of its shape, as <see cref="ForwardTasks"/> reads it fastest: the same numbers in another order of memory.</summary>
    public virtual Tensor Arrange(Tensor weight) => weight;

    /// <summary>The gradient of the support's loss to each weight of each task, with a derivative of its own; null where torch's graph must do.</summary>
    internal virtual Tensor[]? TaskGradients(Tensor x, IReadOnlyList<Tensor> weights, SupportTargets targets) => null;

    private Tensor First(string name, long[] shape)
    {
        using var scope = NewDisposeScope();
        if (name.StartsWith("norm", StringComparison.Ordinal)) return (name.EndsWith("weight", StringComparison.Ordinal) ? ones(shape) : zeros(shape)).MoveToOuterDisposeScope();
        // A bias is drawn as its layer's weights are: by the number of inputs.
        var inputs = Weights.First(w => w.Name == name.Replace(".bias", ".weight", StringComparison.Ordinal)).Shape[1..].Aggregate(1L, (a, b) => a * b);
        var bound = 1 / Math.Sqrt(inputs);
        return (rand(shape) * (2 * bound) - bound).MoveToOuterDisposeScope();
    }
}
