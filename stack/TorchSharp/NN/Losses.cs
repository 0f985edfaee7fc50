using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp
{
    /// <summary>A loss of an input and a target.</summary>
    public abstract class Loss<T1, T2, TResult> : nn.Module<T1, T2, TResult>
    {
        protected Loss(Reduction reduction = Reduction.Mean) : base(nameof(Loss<T1, T2, TResult>)) => this.reduction = reduction;

        public Reduction reduction { get; }
    }

    /// <summary>A loss of three tensors.</summary>
    public abstract class Loss<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>
    {
        protected Loss(Reduction reduction = Reduction.Mean) : base(nameof(Loss<T1, T2, T3, TResult>)) => this.reduction = reduction;

        public Reduction reduction { get; }
    }

    /// <summary>A loss with a weight an element or a class.</summary>
    public abstract class WeightedLoss<T1, T2, TResult> : Loss<T1, T2, TResult>
    {
        protected WeightedLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) : base(reduction) => this.weight = weight;

        public Tensor? weight { get; }
    }
}

namespace TorchSharp.Modules
{
    public sealed class BCELoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        public BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) : base(weight, reduction)
        {
        }

        public override Tensor forward(Tensor input1, Tensor input2) =>
            functional.binary_cross_entropy(input1, input2, weight, reduction);
    }

    public sealed class BCEWithLogitsLoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        public BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null)
            : base(weight, reduction) => this.pos_weights = pos_weights;

        public Tensor? pos_weights { get; }

        public override Tensor forward(Tensor input1, Tensor input2) =>
            functional.binary_cross_entropy_with_logits(input1, input2, weight, reduction, pos_weights);
    }

    public sealed class CosineEmbeddingLoss : Loss<Tensor, Tensor, Tensor, Tensor>
    {
        public CosineEmbeddingLoss(double margin = 0.0, Reduction reduction = Reduction.Mean) : base(reduction) => this.margin = margin;

        public double margin { get; }

        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3) =>
            functional.cosine_embedding_loss(input1, input2, input3, margin, reduction);
    }

    public sealed class HingeEmbeddingLoss : Loss<Tensor, Tensor, Tensor>
    {
        // As in the package: here the margin is 0 unless given, in nn.HingeEmbeddingLoss it is 1.
        public HingeEmbeddingLoss(double margin = 0.0, Reduction reduction = Reduction.Mean) : base(reduction) => this.margin = margin;

        public double margin { get; }

        public override Tensor forward(Tensor input1, Tensor input2) =>
            functional.hinge_embedding_loss(input1, input2, margin, reduction);
    }

    public sealed class HuberLoss : Loss<Tensor, Tensor, Tensor>
    {
        public HuberLoss(double delta = 1.0, Reduction reduction = Reduction.Mean) : base(reduction) => this.delta = delta;

        public double delta { get; }

        public override Tensor forward(Tensor input1, Tensor input2) =>
            functional.huber_loss(input1, input2, delta, reduction);
    }

    public sealed class KLDivLoss : Loss<Tensor, Tensor, Tensor>
    {
        public KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean) : base(reduction) => this.log_target = log_target;

        public bool log_target { get; }

        public override Tensor forward(Tensor input1, Tensor input2) =>
            functional.kl_div(input1, input2, log_target, reduction);
    }

    public sealed class L1Loss : Loss<Tensor, Tensor, Tensor>
    {
        public L1Loss(Reduction reduction = Reduction.Mean) : base(reduction)
        {
        }

        public override Tensor forward(Tensor input1, Tensor input2) =>
            functional.l1_loss(input1, input2, reduction);
    }

    public sealed class MarginRankingLoss : Loss<Tensor, Tensor, Tensor, Tensor>
    {
        public MarginRankingLoss(double margin = 0, Reduction reduction = Reduction.Mean) : base(reduction) => this.margin = margin;

        public double margin { get; }

        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3) =>
            functional.margin_ranking_loss(input1, input2, input3, margin, reduction);
    }

    public sealed class MSELoss : Loss<Tensor, Tensor, Tensor>
    {
        public MSELoss(Reduction reduction = Reduction.Mean) : base(reduction)
        {
        }

        public override Tensor forward(Tensor input1, Tensor input2) =>
            functional.mse_loss(input1, input2, reduction);
    }

    public sealed class NLLLoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        public NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) : base(weight, reduction)
        {
        }

        public override Tensor forward(Tensor input1, Tensor input2) =>
            functional.nll_loss(input1, input2, weight, reduction);
    }

    public sealed class SoftMarginLoss : Loss<Tensor, Tensor, Tensor>
    {
        public SoftMarginLoss(Reduction reduction = Reduction.Mean) : base(reduction)
        {
        }

        public override Tensor forward(Tensor input1, Tensor input2) =>
            functional.soft_margin_loss(input1, input2, reduction);
    }

    public sealed class CrossEntropyLoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        public CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean,
            double label_smoothing = 0.0) : base(weight, reduction) =>
            (this.ignore_index, this.label_smoothing) = (ignore_index, label_smoothing);

        public long? ignore_index { get; }
        public double label_smoothing { get; }

        public override Tensor forward(Tensor input1, Tensor input2) =>
            functional.cross_entropy(input1, input2, weight, ignore_index ?? -100, reduction, label_smoothing);
    }

    public sealed class SmoothL1Loss : Loss<Tensor, Tensor, Tensor>
    {
        public SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1.0) : base(reduction) => this.beta = beta;

        public double beta { get; }

        public override Tensor forward(Tensor input1, Tensor input2) => functional.smooth_l1_loss(input1, input2, reduction, beta);
    }

    public sealed class TripletMarginLoss : Loss<Tensor, Tensor, Tensor, Tensor>
    {
        private readonly double eps;
        private readonly bool swap;

        public TripletMarginLoss(double margin = 1.0, long p = 2, double eps = 1e-06, bool swap = false,
            Reduction reduction = Reduction.Mean) : base(reduction) =>
            (this.margin, this.p, this.eps, this.swap) = (margin, p, eps, swap);

        public double margin { get; }
        public long p { get; }

        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3) =>
            functional.triplet_margin_loss(input1, input2, input3, margin, p, eps, swap, reduction);
    }

    public sealed class TripletMarginWithDistanceLoss : Loss<Tensor, Tensor, Tensor, Tensor>
    {
        private readonly Func<Tensor, Tensor, Tensor>? distance;
        private readonly bool swap;

        public TripletMarginWithDistanceLoss(Func<Tensor, Tensor, Tensor>? distance = null, double margin = 1.0, bool swap = false,
            Reduction reduction = Reduction.Mean) : base(reduction) =>
            (this.distance, this.margin, this.swap) = (distance, margin, swap);

        public double margin { get; }

        public override Tensor forward(Tensor input1, Tensor input2, Tensor input3) =>
            functional.triplet_margin_with_distance_loss(input1, input2, input3, distance, margin, swap, reduction);
    }
}
