namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>
                /// Smith and Topin, "Super-convergence", 2018: the rate rises from max_lr/div_factor to max_lr and falls to a small
                /// fraction of it,
                /// the momentum (Adam's first beta) goes the other way. One <c>step()</c> a batch, total_steps - 1 times.
                /// </summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly record struct Phase(double End, double[] FromRate, double[] ToRate, double[] FromMomentum,
                        double[] ToMomentum);

                    private readonly Phase[] phases;
                    private readonly int total;
                    private readonly bool cos, cycleMomentum;

                    public enum AnnealStrategy { Cos, Linear }

                    public OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                        double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85,
                            double max_momentum = 0.95,
                        double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1,
                            bool verbose = false)
                        : this(optimizer, For(optimizer, max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy,
                            cycle_momentum,
                            For(optimizer, base_momentum), For(optimizer, max_momentum), div_factor, final_div_factor, three_phase,
                                last_epoch, verbose)
                    {
                    }

                    public OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1,
                        int steps_per_epoch = -1, double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true,
                            IEnumerable<double>? base_momentum = null,
                        IEnumerable<double>? max_momentum = null, double div_factor = 25, double final_div_factor = 1e4,
                            bool three_phase = false,
                        int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        if (total_steps <= 0 && (epochs <= 0 || steps_per_epoch <= 0))
                            throw new ArgumentException(
                                "Give total_steps, or epochs and steps_per_epoch; each must be positive.", nameof(total_steps));
                        if (pct_start is < 0 or > 1) throw new ArgumentOutOfRangeException(nameof(pct_start), pct_start,
                            "pct_start must be in [0, 1].");
                        total = total_steps > 0 ? total_steps : epochs * steps_per_epoch;
                        (cos, cycleMomentum) = (anneal_strategy == AnnealStrategy.Cos, cycle_momentum);
                        if (cycle_momentum && groups.Any(g => g is not (IMomentum or IBetas)))
                            throw new ArgumentException(
                                "optimizer must support momentum with `cycle_momentum` option enabled", nameof(optimizer));
                        double[] most = [.. max_lr], start = [.. most.Select(m => m / div_factor)],
                            end = [.. start.Select(s => s / final_div_factor)];
                        double[] low = [.. base_momentum ?? For(optimizer, 0.85)], high = [.. max_momentum ?? For(optimizer, 0.95)];
                        phases = three_phase
                            ? [new(pct_start * total - 1, start, most, high, low), new(2 * pct_start * total - 2, most, start, low, high),
                                new(total - 1, start, end, high, high)]
                            : [new(pct_start * total - 1, start, most, high, low), new(total - 1, most, end, low, high)];
                        if (last_epoch == -1)
                            for (var i = 0; i < groups.Length; i++) groups[i].InitialLearningRate = start[i];
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (last_epoch >= total)
                            throw new InvalidOperationException(
                                $"Tried to step {last_epoch + 1} times. The specified number of total steps is {total}");
                        var rates = new double[groups.Length];
                        for (var i = 0; i < rates.Length; i++)
                        {
                            double start = 0;
                            var phase = phases[0];
                            for (var p = 0; p < phases.Length; p++)
                            {
                                phase = phases[p];
                                if (last_epoch <= phase.End || p == phases.Length - 1) break;
                                start = phase.End;
                            }
                            var part = (last_epoch - start) / (phase.End - start);
                            rates[i] = Between(phase.FromRate[i], phase.ToRate[i], part);
                            if (cycleMomentum) SetMomentum(groups[i], Between(phase.FromMomentum[i], phase.ToMomentum[i], part));
                        }
                        return rates;
                    }

                    private double Between(double from, double to, double part) =>
                        cos ? to + (from - to) / 2 * (Math.Cos(Math.PI * part) + 1) : (to - from) * part + from;

                    private static void SetMomentum(ILearningRateController group, double value)
                    {
                        if (group is IBetas adam) adam.Betas = (value, adam.Betas.Item2);
                        else ((IMomentum)group).Momentum = value;
                    }

                    private static double[] For(Optimizer optimizer, double value) => [.. optimizer.ParamGroups.Select(_ => value)];
                }
            }
        }
    }
}
