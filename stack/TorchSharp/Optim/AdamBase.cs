using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Options of Adam and AdamW.</summary>
public abstract class AdamOptions : OptimizerOptions
{
    public double? beta1;
    public double? beta2;
    public double? weight_decay;
    public double? eps;
    public bool? amsgrad;
    public bool? maximize;

    public override void LoadStateDict(OptimizerOptions source)
    {
        base.LoadStateDict(source);
        var other = (AdamOptions)source;
        (beta1, beta2, eps, weight_decay, amsgrad, maximize) = (other.beta1, other.beta2, other.eps, other.weight_decay, other.amsgrad,
            other.maximize);
    }

    public override void LoadStateDict(BinaryReader reader)
    {
        base.LoadStateDict(reader);
        beta1 = reader.ReadDouble();
        beta2 = reader.ReadDouble();
        eps = reader.ReadDouble();
        weight_decay = reader.ReadDouble();
        amsgrad = reader.ReadBoolean();
        maximize = reader.ReadBoolean();
    }

    public override void SaveStateDict(BinaryWriter writer)
    {
        base.SaveStateDict(writer);
        writer.Write(beta1!.Value);
        writer.Write(beta2!.Value);
        writer.Write(eps!.Value);
        writer.Write(weight_decay!.Value);
        writer.Write(amsgrad!.Value);
        writer.Write(maximize!.Value);
    }

    internal void FillFrom(AdamOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        beta1 ??= defaults.beta1;
        beta2 ??= defaults.beta2;
        eps ??= defaults.eps;
        weight_decay ??= defaults.weight_decay;
        amsgrad ??= defaults.amsgrad;
        maximize ??= defaults.maximize;
        InitialLearningRate = LearningRate!.Value;
    }
}

/// <summary>Running means of the gradient and of its square.</summary>
public abstract class AdamState(Parameter parameter) : OptimizerState(parameter), IDisposable
{
    public long step;
    public Tensor exp_avg = null!;
    public Tensor exp_avg_sq = null!;
    public Tensor? max_exp_avg_sq;

    public override void Initialize(OptimizerOptions options)
    {
        Dispose();
        step = 0;
        exp_avg = Zeros();
        exp_avg_sq = Zeros();
        max_exp_avg_sq = ((AdamOptions)options).amsgrad!.Value ? Zeros() : null;
    }

    internal Tensor Largest() => max_exp_avg_sq ??= Zeros();

    public override void to(Device device)
    {
        Move(ref exp_avg, device);
        Move(ref exp_avg_sq, device);
        if (max_exp_avg_sq is not null) Move(ref max_exp_avg_sq, device);
    }

    public override void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(step);
        Save(writer, exp_avg);
        Save(writer, exp_avg_sq);
        SaveOptional(writer, max_exp_avg_sq);
    }

    public override void LoadStateDict(BinaryReader reader)
    {
        step = reader.ReadInt64();
        Load(reader, exp_avg);
        Load(reader, exp_avg_sq);
        LoadOptional(reader, ref max_exp_avg_sq);
    }

    public override void LoadStateDict(OptimizerState source)
    {
        var other = (AdamState)source;
        step = other.step;
        Copy(other.exp_avg, ref exp_avg!);
        Copy(other.exp_avg_sq, ref exp_avg_sq!);
        Copy(other.max_exp_avg_sq, ref max_exp_avg_sq);
    }

    public override bool ApproximatelyEquals(OptimizerState other) => other is AdamState rhs && step == rhs.step
        && Close(exp_avg, rhs.exp_avg) && Close(exp_avg_sq, rhs.exp_avg_sq) && Close(max_exp_avg_sq, rhs.max_exp_avg_sq);

    public void Dispose()
    {
        exp_avg?.Dispose();
        exp_avg_sq?.Dispose();
        max_exp_avg_sq?.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Adam and AdamW, which differ in where the weight decay goes.</summary>
public abstract class AdamBase : OptimizerHelper, optim.IBetas
{
    private static readonly Func<OptimizerState, long> StepOf = state => ((AdamState)state).step;
    private static readonly Func<AdamState, Tensor> FirstMoment = state => state.exp_avg;
    private static readonly Func<AdamState, Tensor> SecondMoment = state => state.exp_avg_sq;
    private static readonly Func<AdamState, Tensor> Largest = state => state.Largest();
    private readonly Action<ForeachBatch, OptimizerOptions> update;
    private readonly bool decoupled;

    private protected AdamBase(AdamOptions defaults, bool decoupled)
    {
        Range(defaults.LearningRate >= 0, $"Invalid learning rate: {defaults.LearningRate}");
        Range(defaults.eps >= 0, $"Invalid ε: {defaults.eps}");
        Range(defaults.beta1 is >= 0 and < 1, $"Invalid beta1: {defaults.beta1}");
        Range(defaults.beta2 is >= 0 and < 1, $"Invalid beta2: {defaults.beta2}");
        Range(defaults.weight_decay >= 0, $"Invalid weight_decay value: {defaults.weight_decay}");
        defaults.InitialLearningRate = defaults.LearningRate!.Value;
        _defaults = defaults;
        this.decoupled = decoupled;
        update = Update;
    }

    public (double, double) Betas
    {
        get => (((AdamOptions)_defaults).beta1!.Value, ((AdamOptions)_defaults).beta2!.Value);
        set => (((AdamOptions)_defaults).beta1, ((AdamOptions)_defaults).beta2) = value;
    }

    public override Tensor step(Func<Tensor>? closure = null) => Step(update, StepOf, closure);

    private void Update(ForeachBatch batch, OptimizerOptions groupOptions)
    {
        var o = (AdamOptions)groupOptions;
        double beta1 = o.beta1!.Value, beta2 = o.beta2!.Value, lr = o.LearningRate!.Value, decay = o.weight_decay!.Value;
        Tensor[] parameters = batch.Parameters, gradients = batch.Gradients;
        if (o.maximize!.Value) gradients = Ops._foreach_neg.CallList(gradients);
        if (decay != 0 && decoupled) batch.Multiply(parameters, 1 - lr * decay);
        else if (decay != 0) gradients = Ops._foreach_add_List.CallList(gradients, parameters, decay);

        var step = 0L;
        foreach (var state in batch.States) step = ++((AdamState)state).step;
        var first = batch.List(0, FirstMoment);
        var second = batch.List(1, SecondMoment);
        batch.Multiply(first, beta1);
        Ops._foreach_add__List.Do(first, gradients, 1 - beta1);
        batch.Multiply(second, beta2);
        Ops._foreach_addcmul__Scalar.Do(second, gradients, gradients, 1 - beta2);
        if (o.amsgrad!.Value)
        {
            var largest = batch.List(2, Largest);
            Ops._foreach_maximum__List.Do(largest, second);
            second = largest;
        }
        // p -= lr/c1 * m / (sqrt(v)/sqrt(c2) + eps), both sides of the fraction times sqrt(c2): one pass less.
        double correction1 = 1 - Math.Pow(beta1, step), correction2 = Math.Sqrt(1 - Math.Pow(beta2, step));
        var roots = Ops._foreach_sqrt.CallList((Arg)second);
        batch.Add(roots, o.eps!.Value * correction2);
        Ops._foreach_addcdiv__Scalar.Do(parameters, first, roots, -lr * correction2 / correction1);
    }
}
