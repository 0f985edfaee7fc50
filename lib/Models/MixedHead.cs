using static TorchSharp.torch;

namespace MetaAnomalyLib.Models;

/// <summary>What one part of a <see cref="MixedHead"/> answers.</summary>
/// <param name="Name">Such as "bacterial or viral".</param>
/// <param name="Classes">Two make a binary question, with one output; more have an output each.</param>
public sealed record HeadQuestion(string Name, IReadOnlyList<string> Classes)
{
    /// <summary>Outputs of the network for it.</summary>
    public int Outputs => Classes.Count == 2 ? 1 : Classes.Count;
}

/// <summary>
/// A head that answers several questions about an image at once, binary and multi-class ones: the outputs of one linear layer, side by side, on features that all questions share. An image need not have
/// an answer to each of them: what a normal lung is infected by cannot be asked, and a question nobody answered teaches nothing. Use: <c>model.ReplaceHead(head.Outputs)</c>, then a <see cref="Training.MixedHeadTrainer"/>.
/// </summary>
public sealed class MixedHead
{
    /// <summary>The answer of an image that has none to a question.</summary>
    public const int Missing = -1;

    /// <param name="questions">At least one, each with at least two classes, under different names.</param>
    /// <exception cref="ArgumentException">There is none, one has a single class, or two have the same name.</exception>
    public MixedHead(params IReadOnlyList<HeadQuestion> questions)
    {
        ArgumentNullException.ThrowIfNull(questions);
        if (questions.Count == 0) throw new ArgumentException("There is no question; a head needs at least one.", nameof(questions));
        if (questions.FirstOrDefault(question => question.Classes.Count < 2) is { } single)
            throw new ArgumentException($"'{single.Name}' has {single.Classes.Count} classes; a question needs at least two.", nameof(questions));
        if (questions.GroupBy(question => question.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two questions are called '{twice.Key}'; give each a name of its own.", nameof(questions));
        Questions = questions;
    }

    /// <summary>In the order of the outputs.</summary>
    public IReadOnlyList<HeadQuestion> Questions { get; }

    /// <summary>Outputs of the network.</summary>
    public int Outputs => Questions.Sum(question => question.Outputs);

    /// <summary>The sum over the questions of the mean loss of the images that answer them: binary cross-entropy, or cross-entropy. A question without an answer in the batch adds nothing.</summary>
    /// <param name="logits"><c>[batch, outputs]</c></param>
    /// <param name="answers">int64 <c>[batch, questions]</c>: classes from 0, or <see cref="Missing"/>.</param>
    /// <param name="weights">How much a class counts, <c>[classes]</c> for each question; null counts all alike.</param>
    /// <returns>A scalar with a graph to the logits.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit the questions.</exception>
    public Tensor Loss(Tensor logits, Tensor answers, IReadOnlyList<Tensor>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(answers);
        Check(logits);
        if (answers.ndim != 2 || answers.shape[0] != logits.shape[0] || answers.shape[1] != Questions.Count)
            throw new ArgumentException($"The answers are [{string.Join(", ", answers.shape)}]; they must be [{logits.shape[0]}, {Questions.Count}], one a question for each image.", nameof(answers));
        using var scope = NewDisposeScope();
        var sum = logits.sum() * 0;
        foreach (var (question, (log, column)) in LogProbabilities(logits).Select((log, question) => (question, (log, answers.select(1, question)))))
        {
            var given = column.ne(Missing);
            // A missing answer is read as class 0 and then weighs nothing.
            var answer = column.clamp_min(0);
            var weight = given.to(log.dtype) * (weights is null ? 1 : weights[question].index_select(0, answer));
            sum = sum - (log.gather(1, answer.unsqueeze(1)).squeeze(1) * weight).sum() / weight.sum().clamp_min(1e-12);
        }
        return sum.MoveToOuterDisposeScope();
    }

    /// <summary>The probability of each class, <c>[batch, classes]</c> for each question.</summary>
    /// <param name="logits"><c>[batch, outputs]</c></param>
    /// <exception cref="ArgumentException">Another number of outputs.</exception>
    public IReadOnlyList<Tensor> Probabilities(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        Check(logits);
        return [.. LogProbabilities(logits).Select(log => log.exp())];
    }

    private IEnumerable<Tensor> LogProbabilities(Tensor logits)
    {
        var start = 0L;
        foreach (var question in Questions)
        {
            var own = logits.narrow(1, start, question.Outputs);
            start += question.Outputs;
            // One output is the logit of the second class.
            yield return question.Outputs == 1 ? nn.functional.logsigmoid(cat([-own, own], 1)) : own.log_softmax(1);
        }
    }

    private void Check(Tensor logits)
    {
        if (logits.ndim != 2 || logits.shape[1] != Outputs)
            throw new ArgumentException($"The logits are [{string.Join(", ", logits.shape)}]; {Questions.Count} questions have {Outputs} outputs: ReplaceHead({Outputs}).", nameof(logits));
    }
}
