using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Tests.Training;
using MetaAnomalyLib.Training;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Models;

[Collection(nameof(Torch))]
public sealed class MixedHeadTests
{
    private static readonly MixedHead Lungs = new(new("ill", ["normal", "pneumonia"]), new("view", ["front", "left", "right"]));

    [Fact]
    public void A_binary_question_has_one_output_and_others_one_a_class() => Assert.Equal(4, Lungs.Outputs);

    [Fact]
    public void The_loss_is_that_of_the_questions_that_are_answered()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[,] { { 0.5f, 1, 2, 3 }, { -1, 0, 0, 1 }, { 2, 3, 1, 0 } });
        var answers = tensor(new long[,] { { 1, 2 }, { 0, -1 }, { -1, 0 } });
        // By hand: −log σ(0.5) and −log σ(1) for the first question; softmax of (1, 2, 3) at 2 and of (3, 1, 0) at 0 for the second.
        var ill = (Math.Log(1 + Math.Exp(-0.5)) + Math.Log(1 + Math.Exp(-1))) / 2;
        var view = (Math.Log(Math.Exp(-2) + Math.Exp(-1) + 1) + Math.Log(1 + Math.Exp(-2) + Math.Exp(-3))) / 2;
        Assert.Equal(ill + view, Lungs.Loss(logits, answers).item<float>(), 1e-5);
        var weighted = (Math.Log(1 + Math.Exp(-0.5)) * 3 + Math.Log(1 + Math.Exp(-1))) / 4;
        Assert.Equal(weighted + view, Lungs.Loss(logits, answers, [tensor([1f, 3]), ones(3)]).item<float>(), 1e-5);
    }

    [Fact]
    public void What_is_not_answered_teaches_nothing()
    {
        using var scope = NewDisposeScope();
        var logits = randn(3, 4, requires_grad: true);
        Lungs.Loss(logits, tensor(new long[,] { { 1, -1 }, { -1, -1 }, { 0, -1 } })).backward();
        Assert.True(logits.grad!.narrow(1, 1, 3).eq(0).all().item<bool>());
        Assert.True(logits.grad![1].eq(0).all().item<bool>());
        Assert.True(logits.grad![0][0].item<float>() < 0);
        Assert.Equal(0, Lungs.Loss(logits, full([3, 2], -1, dtype: int64)).item<float>());
    }

    [Fact]
    public void The_classes_of_each_question_share_all_probability()
    {
        using var scope = NewDisposeScope();
        var probabilities = Lungs.Probabilities(randn(5, 4) * 4);
        Assert.Equal([[5L, 2], [5L, 3]], probabilities.Select(p => p.shape));
        Assert.All(probabilities, p => Assert.True(p.sum([1L]).allclose(ones(5))));
        Assert.Equal(0.731, Lungs.Probabilities(tensor(new float[,] { { 1, 0, 0, 0 } }))[0][0][1].item<float>(), 1e-3);
    }

    [Fact]
    public void One_network_learns_two_questions_from_images_of_which_some_answer_one_only()
    {
        // Bright or dark; where bright, the spot is left or right. Dark images do not say.
        using var scope = NewDisposeScope();
        var random = new Random(3);
        var (bytes, answers) = (new byte[96 * 64], new int[96, 2]);
        for (var i = 0; i < 96; i++)
        {
            var (bright, right) = (i % 3 > 0, i % 3 == 2);
            for (var p = 0; p < 64; p++) bytes[64 * i + p] = (byte)((bright ? p % 8 >= 4 == right ? 220 : 120 : 10) + random.Next(30));
            (answers[i, 0], answers[i, 1]) = (bright ? 1 : 0, bright ? right ? 1 : 0 : MixedHead.Missing);
        }
        var images = new Pictures(tensor(bytes).view(96, 1, 8, 8).to(float32) / 255);
        var head = new MixedHead(new("bright", ["no", "yes"]), new("side", ["left", "right"]));
        new Seed(0).Torch("weights");
        using var model = new ResNet(new() { Width = 4, Channels = 1, Classes = 5, Stem = ResNetStem.Small });
        model.ReplaceHead(head.Outputs);
        var trainer = new MixedHeadTrainer(model, head, new() { Loop = new() { Epochs = 8, BatchSize = 16, LearningRate = 1e-2, Patience = 0 } });
        var history = trainer.Fit(images, answers, images, answers, Token);
        Assert.True(history.ValidationLosses[^1] < history.ValidationLosses[0]);
        var (bright2, side) = (trainer.Probabilities(images)[0], trainer.Probabilities(images)[1]);
        Assert.All(Enumerable.Range(0, 96), i => Assert.Equal(answers[i, 0] == 1, bright2[i, 1] > 0.5));
        Assert.All(Enumerable.Range(0, 96).Where(i => answers[i, 1] >= 0), i => Assert.Equal(answers[i, 1] == 1, side[i, 1] > 0.5));
    }

    [Fact]
    public void Mistakes_are_told_by_question()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("at least two", Assert.Throws<ArgumentException>(() => new MixedHead(new HeadQuestion("ill", ["normal"]))).Message);
        Assert.Contains("called 'ill'", Assert.Throws<ArgumentException>(() => new MixedHead(Lungs.Questions[0], Lungs.Questions[0])).Message);
        Assert.Contains("ReplaceHead(4)", Assert.Throws<ArgumentException>(() => Lungs.Loss(zeros(2, 3), zeros(2, 2, dtype: int64))).Message);
        using var model = new ResNet(new() { Width = 2, Channels = 1, Classes = 4, Stem = ResNetStem.Small });
        var images = new Pictures(zeros(2, 1, 8, 8));
        var trainer = new MixedHeadTrainer(model, Lungs);
        Assert.Contains("Image 1 answers 3 to 'view'", Assert.Throws<ArgumentException>(() => trainer.Fit(images, new[,] { { 0, 0 }, { 1, 3 } }, images, new int[2, 2], Token)).Message);
        Assert.Contains("No image answers 'view'", Assert.Throws<ArgumentException>(() => trainer.Fit(images, new[,] { { 0, -1 }, { 1, -1 } }, images, new int[2, 2], Token)).Message);
        Assert.Contains("must be 0", Assert.Throws<ArgumentException>(() => new MixedHeadTrainer(model, Lungs, new() { Mixup = 0.2 }).Fit(images, new int[2, 2], images, new int[2, 2], Token)).Message);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private sealed class Pictures(Tensor pixels) : IImageSource
    {
        public int Count => (int)pixels.shape[0];

        public int Channels => 1;

        public int Height => 8;

        public int Width => 8;

        public IReadOnlyList<int> Labels => new int[Count];

        public Tensor Batch(ReadOnlySpan<int> rows) => pixels.index_select(0, tensor(rows.ToArray().Select(row => (long)row).ToArray()));
    }
}
