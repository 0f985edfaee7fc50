using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Meta;

[Collection(nameof(Torch))]
public sealed class PairLossTests
{
    // Two items of class 0, then three of others, by their squared distances.
    private static readonly float[,] Squared = { { 0, 1, 0.5f, 1.2f, 3 }, { 1, 0, 0.3f, 0.4f, 0.9f }, { 0.5f, 0.3f, 0, 2, 2 }, { 1.2f, 0.4f, 2, 0, 2 }, { 3, 0.9f, 2, 2, 0 } };

    [Fact]
    public void Semi_hard_mining_takes_the_nearest_negative_beyond_the_positive_and_else_the_farthest()
    {
        using var scope = NewDisposeScope();
        var labels = tensor(new long[] { 0, 0, 1, 2, 3 });
        var different = labels.unsqueeze(0).ne(labels.unsqueeze(1)).to(float32).unsqueeze(0);
        var chosen = TripletNetwork.SemiHard(tensor(Squared).unsqueeze(0), different);
        Assert.Equal(3, chosen[0][0][1].item<long>());   // positive at 1: of the negatives at 0.5, 1.2 and 3 the one at 1.2
        Assert.Equal(4, chosen[0][1][0].item<long>());   // positive at 1: all negatives are nearer, so the farthest, at 0.9
    }

    [Fact]
    public void The_contrastive_loss_pulls_equal_pairs_and_pushes_different_ones_up_to_the_margin()
    {
        using var scope = NewDisposeScope();
        using var learner = new SiameseNetwork(nn.Identity(), new() { Margin = 1 });
        var distances = tensor(new float[,,] { { { 0, 0.5f, 0.2f }, { 0.5f, 0, 3 }, { 0.2f, 3, 0 } } });
        var same = tensor(new float[,,] { { { 0, 1, 0 }, { 1, 0, 0 }, { 0, 0, 0 } } });
        var different = tensor(new float[,,] { { { 0, 0, 1 }, { 0, 0, 1 }, { 1, 1, 0 } } });
        // Half of 0.5², and half of the mean of (1 − 0.2)² and 0.
        Assert.Equal(0.125 + 0.16, learner.PairLoss(distances, same, different).item<float>(), 5);
    }

    [Fact]
    public void The_attention_of_a_matching_network_sums_to_one_over_the_classes()
    {
        using var scope = NewDisposeScope();
        using var learner = LearnerCases.Fitted("matching", 3);
        using var batch = LearnerCases.Unseen(3, 2);
        Assert.True((learner.Score(batch).exp().sum([-1L]) - 1).abs().max().item<float>() < 1e-4);
    }
}
