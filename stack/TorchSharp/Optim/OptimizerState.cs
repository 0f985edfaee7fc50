using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The hyperparameters of one group.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }
    public double InitialLearningRate { get; set; }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
    }
}

/// <summary>What an optimizer remembers of one parameter.</summary>
public abstract class OptimizerState(Parameter parameter)
{
    protected Parameter _parameter = parameter;

    public abstract void SaveStateDict(BinaryWriter writer);
    public abstract void LoadStateDict(BinaryReader reader);
    public abstract void LoadStateDict(OptimizerState source);
    public abstract void Initialize(OptimizerOptions options);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    public virtual void to(Device device)
    {
    }

    // What is below serves the optimizers here; each state tensor has its parameter's shape, device and element type.
    private protected Tensor Zeros() => Ops.zeros_like.Call(_parameter).DetachFromDisposeScope();

    private protected static void Save(BinaryWriter writer, Tensor tensor) => StateFile.WriteTensor(writer, tensor);

    private protected void Load(BinaryReader reader, Tensor target) =>
        StateFile.SetBytes(target, StateFile.ReadBytesFor(target, "optimizer state", reader));

    private protected static void SaveOptional(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        if (tensor is not null) Save(writer, tensor);
    }

    private protected void LoadOptional(BinaryReader reader, ref Tensor? target)
    {
        if (reader.ReadBoolean())
        {
            target ??= Zeros();
            Load(reader, target);
        }
        else
        {
            target?.Dispose();
            target = null;
        }
    }

    private protected void Copy(Tensor? source, ref Tensor? target)
    {
        if (source is null)
        {
            target?.Dispose();
            target = null;
            return;
        }
        target ??= Zeros();
        using (no_grad()) Ops.copy_.Do(target, source);
    }

    private protected static void Move(ref Tensor tensor, Device device)
    {
        using var old = tensor;
        tensor = old.to(old.dtype, device, copy: true).DetachFromDisposeScope();
    }

    private protected static bool Close(Tensor? a, Tensor? b) =>
        a is null ? b is null : b is not null && Ops.allclose.CallBool(a, b);
}

/// <summary>Parameters that share options.</summary>
public class ParamGroup : optim.ILearningRateController
{
    public IEnumerable<Parameter> Parameters { get; set; } = null!;
    public OptimizerOptions Options { get; set; } = null!;
    public double LearningRate { get => Options.LearningRate!.Value; set => Options.LearningRate = value; }
    public double InitialLearningRate { get => Options.InitialLearningRate; set => Options.InitialLearningRate = value; }
}

public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
{
    public ParamGroup()
    {
    }

    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        Parameters = parameters;
        base.Options = options!;
    }

    public new TOptions Options { get => (TOptions)base.Options; set => base.Options = value; }
}
