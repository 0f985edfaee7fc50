using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Meta;

[Collection(nameof(Torch))]
public sealed class InnerLoopGradientTests
{
    private static readonly string[] Networks = ["mlp", "conv", "strided conv"];
    private static readonly Dictionary<string, MamlOptions> Family = new()
    {
        ["MAML"] = new() { InnerSteps = 3, InnerRate = 0.2 },
        ["FOMAML"] = MamlOptions.FirstOrder with { InnerSteps = 3, InnerRate = 0.2 },
        ["ANIL"] = MamlOptions.Anil with { InnerSteps = 2 },
        ["Meta-SGD"] = MamlOptions.MetaSgd with { InnerSteps = 2 },
        ["MAML++"] = MamlOptions.PlusPlus,
        ["transductive"] = new() { Statistics = NormStatistics.Query },
        ["Reptile"] = new() { InnerSteps = 3, InnerRate = 0.1, SecondOrder = false },
    };

    public static TheoryData<string, string, int> Cases => [.. Family.Keys.SelectMany(_ => Networks, (member, network) => (member, network))
        .SelectMany(_ => (int[])[0, 3], (pair, ways) => (pair.member, pair.network, ways))];

    [Theory, MemberData(nameof(Cases))]
    public void All_tasks_together_and_spread_over_threads_give_the_gradients_of_the_readable_loop(string member, string network, int ways)
    {
        using var batch = Batch(network, ways, tasks: 9);
        var (expectedLoss, expected) = Gradients(member, network, ways, batch, TaskExecution.Loop, threads: 1);
        foreach (var (execution, threads) in new[] { (TaskExecution.Batched, 1), (TaskExecution.Loop, 2), (TaskExecution.Batched, 3) })
        {
            var (loss, gradients) = Gradients(member, network, ways, batch, execution, threads);
            Assert.Equal(expectedLoss, loss, 4);
            Assert.Equal(expected.Length, gradients.Length);
            for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - gradients[i]) <= 2e-4 + 2e-3 * Math.Abs(expected[i]), FormattableString.Invariant($"{execution}, {threads} threads, {i}: {gradients[i]} instead of {expected[i]}"));
            Assert.Contains(expected, g => Math.Abs(g) > 1e-3);
        }
    }

    public static TheoryData<string, string, int> SecondOrder => [.. ((string[])["MAML", "ANIL", "Meta-SGD", "MAML++", "transductive"])
        .SelectMany(_ => Networks, (member, network) => (member, network)).SelectMany(_ => (int[])[0, 3], (pair, ways) => (pair.member, pair.network, ways))];

    [Theory, MemberData(nameof(SecondOrder))]
    public void The_outer_gradient_through_the_inner_steps_and_batch_norm_agrees_with_finite_differences(string member, string network, int ways)
    {
        using var scope = NewDisposeScope();
        using var batch = Batch(network, ways, tasks: 2, float64);
        using var learner = New(member, network, ways, TaskExecution.Batched, threads: 1);
        foreach (var view in new[] { new TaskView(null, 0, 2), new TaskView(1, 1, 1) })
        {
            var leaves = learner.Parameters.Select(p => p.detach().to(float64).requires_grad_()).ToArray();
            learner.MetaLoss(view, batch, leaves).backward();
            manual_seed(7).Dispose();
            var directions = leaves.Select(leaf => randn_like(leaf)).ToArray();
            var analytic = leaves.Zip(directions, (leaf, direction) => leaf.grad is { } g ? (g * direction).sum().item<double>() : 0).Sum();
            double At(double step)
            {
                var moved = leaves.Zip(directions, (leaf, direction) => (leaf.detach() + step * direction).requires_grad_()).ToArray();
                return learner.MetaLoss(view, batch, moved).item<double>();
            }
            const double step = 1e-7;   // small, so that no ReLU and no maximum changes over on the way
            var numeric = (At(step) - At(-step)) / (2 * step);
            Assert.True(Math.Abs(analytic - numeric) <= 1e-5 * Math.Max(1, Math.Abs(numeric)), FormattableString.Invariant($"{analytic:R} against {numeric:R}"));
        }
    }

    [Fact]
    public void First_and_second_order_differ_and_ANIL_leaves_the_body_as_it_is_in_the_inner_loop()
    {
        using var batch = Batch("mlp", 3, tasks: 3);
        var (_, second) = Gradients("MAML", "mlp", 3, batch, TaskExecution.Loop, 1);
        var (_, first) = Gradients("FOMAML", "mlp", 3, batch, TaskExecution.Loop, 1);
        Assert.Contains(second.Zip(first), pair => Math.Abs(pair.First - pair.Second) > 1e-3);

        using var scope = NewDisposeScope();
        using var anil = (Maml)New("ANIL", "mlp", 3, TaskExecution.Loop, 1);
        anil.MetaLoss(new TaskView(0, 0, 1), batch, [.. anil.Parameters.Select(p => p.detach().requires_grad_())]);
        var view = new TaskView(0, 0, 1);
        var adapted = anil.InnerLoop(view, [.. anil.Parameters], batch.Support[0], batch.SupportLabels[0], InnerGraph.None);
        var changed = adapted.Zip(anil.Parameters, (after, before) => !after.allclose(before)).ToArray();
        Assert.Equal([false, false, true, true], changed);
    }

    [Theory, InlineData(TaskExecution.Loop), InlineData(TaskExecution.Batched)]
    public void Adapting_holds_no_more_at_a_later_step_than_at_an_earlier_one(TaskExecution execution)
    {
        using var scope = NewDisposeScope();
        using var batch = Batch("strided conv", 3, tasks: 2);
        using var learner = new Maml(new StatelessConv4(new() { Side = 8, Channels = 8, Blocks = 2, Outputs = 3, Strided = true }), new() { InnerSteps = 9, InnerRate = 0.1, Execution = execution });
        var view = execution == TaskExecution.Loop ? new TaskView(0, 0, 1) : new TaskView(null, 0, 2);
        List<long> live = [];
        learner.InnerLoop(view, [.. learner.Parameters], view.Of(batch.Support), view.Of(batch.SupportLabels), InnerGraph.None,
            (_, _) => live.Add(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount));
        Assert.Equal(9, live.Count);
        Assert.Single(live.Skip(1).Distinct());
    }

    private static EpisodeBatch Batch(string network, int ways, int tasks, ScalarType? type = null) =>
        Tasks.Random(tasks, ways, shots: 3, queries: 4, network == "mlp" ? [6] : [1, 8, 8], type, seed: 11);

    private static InnerLoopLearner New(string member, string network, int ways, TaskExecution execution, int threads)
    {
        StatelessNetwork function = network == "mlp"
            ? new StatelessMlp(6, [7], Math.Max(ways, 1))
            // Eight channels fill the vectors of the fused loops, three do not.
            : new StatelessConv4(new() { Side = 8, Channels = network == "conv" ? 3 : 8, Blocks = 2, Outputs = Math.Max(ways, 1), Strided = network != "conv" || ways == 0 });
        var options = Family[member] with { Execution = execution, Threads = threads, Seed = 4 };
        return member == "Reptile" ? new Reptile(function, options) : new Maml(function, options);
    }

    private static (double Loss, float[] Gradients) Gradients(string member, string network, int ways, EpisodeBatch batch, TaskExecution execution, int threads)
    {
        using var learner = New(member, network, ways, execution, threads);
        using var scope = NewDisposeScope();
        var loss = learner.Backward(batch);
        return (loss, [.. learner.Parameters.SelectMany(p => p.grad is { } g ? g.contiguous().data<float>().ToArray() : new float[p.numel()])]);
    }
}
