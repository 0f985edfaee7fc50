using MetaAnomalyLib.Episodes;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Meta;

public abstract partial class InnerLoopLearner
{
    /// <summary>What the learner is before the first inner step and after each: to see how it moves to a new task.</summary>
    /// <inheritdoc cref="MetaLearner.Adapt"/>
    /// <returns>One more than there are inner steps; dispose each when done.</returns>
    public IReadOnlyList<AdaptedTask> AdaptStepwise(Tensor support, IReadOnlyList<int> labels, int ways = 0)
    {
        CheckTask(support, labels, ways);
        CheckWays(ways);
        return [.. Path(support, labels).Select(weights =>
        {
            using var scope = NewDisposeScope();
            var state = StateOf([.. weights.Select(w => w.unsqueeze(0))], support.unsqueeze(0), Labels(labels).unsqueeze(0));
            return new AdaptedTask(this, [.. state.Select(s => s.detach().clone().DetachFromDisposeScope())], ways);
        })];
    }

    /// <summary>How far the inner steps move each weight tensor at a task, as a share of its norm: <c>‖θ' − θ‖ / ‖θ‖</c>.</summary>
    /// <inheritdoc cref="MetaLearner.Adapt"/>
    public IReadOnlyList<(string Name, double Share)> Movement(Tensor support, IReadOnlyList<int> labels, int ways = 0)
    {
        CheckTask(support, labels, ways);
        CheckWays(ways);
        using var scope = NewDisposeScope();
        var path = Path(support, labels);
        return [.. Network.Weights.Select((weight, i) => (weight.Name, (path[^1][i] - path[0][i]).norm().item<float>() / Math.Max(1e-12, path[0][i].norm().item<float>())))];
    }

    /// <summary>What <see cref="ScoreCore"/> needs beside the weights.</summary>
    /// <param name="weights">With the tasks first.</param>
    /// <param name="support"><c>[tasks, support, ...]</c></param>
    /// <param name="labels">int64 <c>[tasks, support]</c></param>
    private protected virtual IReadOnlyList<Tensor> StateOf(IReadOnlyList<Tensor> weights, Tensor support, Tensor labels) =>
        StatisticsOf(support) is { } statistics ? [.. weights, statistics] : weights;

    private static Tensor Labels(IReadOnlyList<int> labels) => tensor(labels.Select(label => (long)label).ToArray());

    private List<IReadOnlyList<Tensor>> Path(Tensor support, IReadOnlyList<int> labels)
    {
        List<IReadOnlyList<Tensor>> path = [[.. state.All.Take(Network.Weights.Count).Select(p => p.detach())]];
        InnerLoop(new TaskView(0, 0, 1), state.All, support, Labels(labels), InnerGraph.None, (_, weights) => path.Add([.. weights.Select(w => w.detach())]));
        return path;
    }
}
