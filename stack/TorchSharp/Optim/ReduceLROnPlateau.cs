namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Times a factor when a metric has not improved for more than patience epochs; call
                /// <c>step(metric)</c>.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool smallerIsBetter, relative, tell;
                    private readonly double factor, threshold, eps;
                    private readonly int patience, cooldown;
                    private readonly double[] least;
                    private double best;
                    private int badEpochs, cooldownLeft;

                    public ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10,
                        double threshold = 1e-4,
                        string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8,
                            bool verbose = false) : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1.0) throw new ArgumentException("Factor should be < 1.0");
                        if (mode is not ("min" or "max")) throw new ArgumentException($"mode {mode} is unknown!");
                        if (threshold_mode is not ("rel" or "abs")) throw new ArgumentException(
                            $"threshold mode {threshold_mode} is unknown!");
                        (smallerIsBetter, relative, tell) = (mode == "min", threshold_mode == "rel", verbose);
                        (this.factor, this.threshold, this.eps, this.patience, this.cooldown) = (factor, threshold, eps, patience,
                            cooldown);
                        least = new double[groups.Length];
                        if (min_lr is { Count: 1 }) Array.Fill(least, min_lr[0]);
                        else if (min_lr is { Count: > 0 }) least = [.. min_lr];
                        if (least.Length != groups.Length) throw new ArgumentException(
                            $"There are {least.Length} rates for {groups.Length} parameter groups.", nameof(min_lr));
                        best = smallerIsBetter ? double.PositiveInfinity : double.NegativeInfinity;
                        last_epoch = 0;
                    }

                    public override void step() => throw new InvalidOperationException(
                        "step() should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead.");

                    public override void step(int? epoch) => throw new InvalidOperationException(
                        "step(int?) should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead.");

                    public override void step(double current, int? epoch = null)
                    {
                        last_epoch = epoch ?? last_epoch + 1;
                        if (IsBetter(current)) (best, badEpochs) = (current, 0);
                        else badEpochs++;
                        if (cooldownLeft > 0) (cooldownLeft, badEpochs) = (cooldownLeft - 1, 0);
                        if (badEpochs > patience)
                        {
                            Reduce();
                            (cooldownLeft, badEpochs) = (cooldown, 0);
                        }
                        last_lrs = Array.ConvertAll(groups, g => g.LearningRate);
                    }

                    private bool IsBetter(double current) => (smallerIsBetter, relative) switch
                    {
                        (true, true) => current < best * (1 - threshold),
                        (true, false) => current < best - threshold,
                        (false, true) => current > best * (1 + threshold),
                        _ => current > best + threshold,
                    };

                    private void Reduce()
                    {
                        for (var i = 0; i < groups.Length; i++)
                        {
                            var rate = Math.Max(groups[i].LearningRate * factor, least[i]);
                            if (groups[i].LearningRate - rate <= eps) continue;
                            groups[i].LearningRate = rate;
                            if (tell) Console.WriteLine(FormattableString.Invariant(
                                $"Epoch {last_epoch}: reducing learning rate of group {i} to {rate:g4}."));
                        }
                    }
                }
            }
        }
    }
}
