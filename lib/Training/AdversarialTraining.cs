using MetaAnomalyLib.Models;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Training;

/// <summary>
/// Training on attacked images (Madry et al., ICLR 2018, equation 2.1): each batch is changed by <see cref="Training.Attack.ProjectedGradient"/> against the model as it then is. One step from a random start, the
/// default, is "Fast is better than free" (Wong, Rice, Kolter, ICLR 2020, algorithm 3) and costs about one more pass; seven steps are Madry's.
/// </summary>
/// <param name="Epsilon">The largest change of a pixel, above 0 and at most 1.</param>
/// <param name="Steps">Of the attack, at least 1.</param>
public sealed record AdversarialTraining(double Epsilon, int Steps = 1)
{
    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Options.Require(Epsilon is > 0 and <= 1, nameof(Epsilon), Epsilon, "above 0 and at most 1");
        Options.Require(Steps >= 1, nameof(Steps), Steps, "at least 1");
    }

    /// <summary>Images that the model errs on, made in evaluation mode: the statistics of its batch normalisation are those of the images that it then learns from.</summary>
    internal Tensor Apply(ImageBackbone model, Tensor images, Tensor labels)
    {
        var training = model.training;
        model.eval();
        try
        {
            // 1.25 ε for one step (the paper's section 4.2): a longer one would always end in a corner, and the model would learn corners only.
            return Attack.ProjectedGradient(x => model.call(ImageTrainer.Input(model, x)), images, labels, Epsilon, Steps, Steps == 1 ? 1.25 * Epsilon : null);
        }
        finally
        {
            model.train(training);
        }
    }
}
