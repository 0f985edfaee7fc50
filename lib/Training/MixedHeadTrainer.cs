using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Training;

/// <summary>Trains one network to answer several questions about an image (<see cref="MixedHead"/>), as an <see cref="ImageTrainer"/> does one: images that lack an answer teach the others.</summary>
/// <param name="model">With as many outputs as the head has: <see cref="ImageBackbone.ReplaceHead"/>.</param>
/// <param name="head">The questions.</param>
/// <param name="options">Null takes the defaults of an <see cref="ImageTrainer"/>. Label smoothing and mixup are for a single question and must be 0.</param>
public sealed class MixedHeadTrainer(ImageBackbone model, MixedHead head, ImageTrainingOptions? options = null)
{
    private readonly ImageTrainer images = new(model, options);

    /// <summary>After each epoch; <see cref="ProgressBar.Show"/> fits.</summary>
    public event Action<EpochResult>? EpochEnded;

    /// <summary>Trains on some images and chooses the epoch by the loss on others.</summary>
    /// <param name="train">Images; their labels are not looked at.</param>
    /// <param name="answers">For each of them, class or <see cref="MixedHead.Missing"/> for each question, <c>[images, questions]</c>.</param>
    /// <param name="validation">Other images. Never those of the test part.</param>
    /// <param name="validationAnswers">Of these.</param>
    /// <param name="cancellation">Stops after the running epoch.</param>
    /// <exception cref="ArgumentException">A part is empty, an answer is no class, or a question is never answered in training.</exception>
    public TrainingHistory Fit(IImageSource train, int[,] answers, IImageSource validation, int[,] validationAnswers, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        var recipe = images.Options;
        recipe.Validate();
        if (recipe.LabelSmoothing > 0 || recipe.Mixup > 0)
            throw new ArgumentException($"LabelSmoothing is {recipe.LabelSmoothing} and Mixup {recipe.Mixup}; with several questions both must be 0.", nameof(options));
        Check(train, answers, nameof(answers));
        Check(validation, validationAnswers, nameof(validationAnswers));
        using var scope = NewDisposeScope();
        var weights = head.Questions.Select((question, i) => Weights(answers, i, question)).ToArray();
        var (given, held) = (tensor(answers).to(int64), tensor(validationAnswers).to(int64));
        var loop = new TrainingLoop(model, recipe.Loop with { Context = FormattableString.Invariant($"{recipe.Loop.Context}{recipe.Augmentation}/{recipe.BalanceClasses}/{recipe.StageDecay}/{recipe.Enters}/{head.Outputs}") })
        {
            Groups = [.. model.LearningRates(recipe.StageDecay).Where(group => group.Parameters.Count > 0)],
        };
        loop.EpochEnded += result => EpochEnded?.Invoke(result);
        return loop.Run(train.Count, Loss, Validate, cancellation);

        Tensor Loss(Tensor rows)
        {
            var pixels = train.Batch(Array.ConvertAll(rows.data<long>().ToArray(), row => (int)row));
            return head.Loss(images.LogitsOf(recipe.Augmentation?.Apply(pixels) ?? pixels), given.index_select(0, rows), weights);
        }

        Validation Validate()
        {
            var loss = head.Loss(tensor(images.Logits(validation)), held, weights).item<float>();
            return new Validation(loss, -loss);
        }
    }

    /// <summary>The probability of each class for every image, <c>[images, classes]</c> for each question, in evaluation mode.</summary>
    /// <param name="source">Any images.</param>
    public IReadOnlyList<float[,]> Probabilities(IImageSource source)
    {
        using var scope = NewDisposeScope();
        return [.. head.Probabilities(tensor(images.Logits(source))).Select(p => (float[,])p.contiguous().data<float>().ToNDArray())];
    }

    private void Check(IImageSource source, int[,] answers, string name)
    {
        if (source.Count == 0) throw new ArgumentException("There is no image.", name);
        if (answers.GetLength(0) != source.Count || answers.GetLength(1) != head.Questions.Count)
            throw new ArgumentException($"{name} is [{answers.GetLength(0)}, {answers.GetLength(1)}]; it must be [{source.Count}, {head.Questions.Count}], one answer a question for each image.", name);
        for (var i = 0; i < source.Count; i++)
            for (var q = 0; q < head.Questions.Count; q++)
                if (answers[i, q] < MixedHead.Missing || answers[i, q] >= head.Questions[q].Classes.Count)
                    throw new ArgumentException($"Image {i} answers {answers[i, q]} to '{head.Questions[q].Name}'; it must be from 0 to {head.Questions[q].Classes.Count - 1}, or {MixedHead.Missing} for no answer.", name);
    }

    // Mean weight 1 over the images that answer.
    private Tensor Weights(int[,] answers, int question, HeadQuestion asked)
    {
        var counts = new int[asked.Classes.Count];
        for (var i = 0; i < answers.GetLength(0); i++)
            if (answers[i, question] >= 0) counts[answers[i, question]]++;
        if (counts.Sum() == 0) throw new ArgumentException($"No image answers '{asked.Name}': leave the question out.", nameof(answers));
        return tensor(counts.Select(count => images.Options.BalanceClasses && count > 0 ? (float)counts.Sum() / counts.Count(c => c > 0) / count : 1f).ToArray());
    }
}
