namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The initial rate times a function of the epoch.</summary>
                public class LambdaLR : LRScheduler
                {
                    private readonly Func<int, double>[] factors;

                    public LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, Enumerable.Repeat(lr_lambda, optimizer.ParamGroups.Count()), last_epoch, verbose)
                    {
                    }

                    public LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1,
                        bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        factors = [.. lr_lambdas];
                        if (factors.Length != groups.Length) throw new ArgumentException(
                            $"There are {factors.Length} functions for {groups.Length} parameter groups.", nameof(lr_lambdas));
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => base_lrs.Select((rate, i) => rate * factors[i](last_epoch));
                }

                /// <summary>Times gamma every step_size epochs.</summary>
                public class StepLR : LRScheduler
                {
                    private readonly int stepSize;
                    private readonly double gamma;

                    public StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (step_size <= 0) throw new ArgumentOutOfRangeException(nameof(step_size), step_size,
                            "step_size must be positive.");
                        (stepSize, this.gamma) = (step_size, gamma);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        Rates(rate => last_epoch == 0 || last_epoch % stepSize != 0 ? rate : rate * gamma);
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        FromBase(rate => rate * Math.Pow(gamma, last_epoch / stepSize));
                }

                /// <summary>Times gamma at each milestone.</summary>
                public class MultiStepLR : LRScheduler
                {
                    private readonly int[] milestones;
                    private readonly double gamma;

                    public MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1,
                        bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (this.milestones, this.gamma) = ([.. milestones.Distinct().Order()], gamma);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Rates(rate => milestones.Contains(last_epoch) ? rate * gamma : rate);
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        FromBase(rate => rate * Math.Pow(gamma, milestones.Count(m => m <= last_epoch)));
                }

                /// <summary>Times gamma every epoch.</summary>
                public class ExponentialLR : LRScheduler
                {
                    private readonly double gamma;

                    public ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        this.gamma = gamma;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Rates(rate => last_epoch == 0 ? rate : rate * gamma);
                    protected override IEnumerable<double> get_closed_form_lr() => FromBase(rate => rate * Math.Pow(gamma, last_epoch));
                }

                /// <summary>Times a factor for the first epochs.</summary>
                public class ConstantLR : LRScheduler
                {
                    private readonly double factor;
                    private readonly int total;

                    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1,
                        bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (this.factor, total) = (factor, total_iters);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        Rates(rate => last_epoch == 0 ? rate * factor : last_epoch == total ? rate * (1.0 / factor) : rate);

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        FromBase(rate => rate * (last_epoch >= total ? 1 : factor));
                }

                /// <summary>Times a factor that goes linearly from start_factor to end_factor.</summary>
                public class LinearLR : LRScheduler
                {
                    private readonly double start, end;
                    private readonly int total;

                    public LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5,
                        int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (start, end, total) = (start_factor, end_factor, total_iters);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Rates(rate =>
                        last_epoch == 0 ? rate * start
                        : last_epoch > total ? rate
                        : rate * (1 + (end - start) / (total * start + (last_epoch - 1) * (end - start))));

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        FromBase(rate => rate * (start + (end - start) * Math.Min(total, last_epoch) / total));
                }

                /// <summary>A half cosine from the initial rate to eta_min in T_max epochs, and back.</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double period, least;

                    public CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1,
                        bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (period, least) = (T_max, eta_min);
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (last_epoch == 0) return Rates(rate => rate);
                        if ((last_epoch - 1 - period) % (2 * period) == 0)
                            return groups.Select((g, i) => g.LearningRate + (base_lrs[i] - least) * (1 - Math.Cos(Math.PI / period)) / 2);
                        return Rates(rate => (1 + Math.Cos(Math.PI * last_epoch / period)) / (1
                            + Math.Cos(Math.PI * (last_epoch - 1) / period)) * (rate - least) + least);
                    }

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        FromBase(rate => least + (rate - least) * (1 + Math.Cos(Math.PI * last_epoch / period)) / 2);
                }
            }
        }
    }
}
