using MetaAnomalyLib.Models;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Meta;

/// <summary>What of the inner steps can be differentiated.</summary>
internal enum InnerGraph
{
    /// <summary>Nothing: the adapted weights are figures.</summary>
    None,

    /// <summary>The adapted weights by the first ones, with the gradients of the steps taken for constants.</summary>
    FirstOrder,

    /// <summary>Everything.</summary>
    SecondOrder,
}

/// <summary>How the inner loop sees a meta-batch: one task without a dimension for tasks, or some tasks together.</summary>
/// <param name="Task">The one, or null.</param>
/// <param name="First">Where there are several: the first.</param>
/// <param name="Count">How many.</param>
internal sealed record TaskView(int? Task, int First, int Count)
{
    public Tensor Of(Tensor batch) => Task is { } task ? batch[task] : First == 0 && Count == batch.shape[0] ? batch : batch.narrow(0, First, Count);

    /// <summary>A weight as it is, or one for each task.</summary>
    public Tensor Spread(Tensor weight) => Task is null ? weight.unsqueeze(0).expand([Count, .. weight.shape]) : weight;

    public Tensor Forward(StatelessNetwork network, Tensor x, IReadOnlyList<Tensor> weights, int statisticsFrom) =>
        Task is null ? network.ForwardTasks(x, weights, statisticsFrom) : network.Forward(x, weights, statisticsFrom);
}
