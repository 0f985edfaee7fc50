using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the optimizers share: groups, state, files, and steps by foreach operators, one native call for all parameters.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    protected OptimizerOptions _defaults = null!;
    private protected readonly Dictionary<Parameter, OptimizerState> states = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ParamGroup, ForeachBatch> batches = new(ReferenceEqualityComparer.Instance);

    public override void add_param_group(ParamGroup param_group)
    {
        // Enumerated once: an iterator over a module's parameters would be walked at every step.
        Parameter[] parameters = [.. param_group.Parameters];
        foreach (var parameter in parameters)
            if (states.ContainsKey(parameter)) throw new ArgumentException(
                "A parameter is in the optimizer already; each may be in one group only.", nameof(param_group));
        param_group.Parameters = parameters;
        var own = new OptimizerState[parameters.Length];
        for (var i = 0; i < own.Length; i++)
        {
            own[i] = NewState(parameters[i]);
            states.Add(parameters[i], own[i]);
            using (no_grad()) own[i].Initialize(param_group.Options);
        }
        batches.Add(param_group, new ForeachBatch(parameters, own));
        _parameter_groups.Add(param_group);
    }

    private protected static void Range(bool good, string error)
    {
        if (!good) throw new ArgumentException(error);
    }

    private protected abstract OptimizerState NewState(Parameter parameter);

    /// <summary>Fills gradients with zeros; those that are null stay null.</summary>
    public override void zero_grad()
    {
        foreach (var group in _parameter_groups) batches[group].ZeroGradients();
    }

    private protected Tensor Step(Action<ForeachBatch, OptimizerOptions> update, Func<OptimizerState, long>? key, Func<Tensor>? closure)
    {
        Tensor? loss = null;
        if (closure is not null)
            using (enable_grad()) loss = closure();
        using (no_grad())
        using (NewDisposeScope())
            for (var i = 0; i < _parameter_groups.Count; i++)
            {
                var group = _parameter_groups[i];
                batches[group].Run(update, key, group.Options);
            }
        return loss!;
    }

    public virtual StateDictionary state_dict()
    {
        var result = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            result.Options.Add(group.Options);
            var indices = new List<int>();
            foreach (var parameter in group.Parameters)
            {
                indices.Add(result.State.Count);
                result.State.Add(states[parameter]);
            }
            result.StateIndexRef.Add(indices);
        }
        return result;
    }

    /// <summary>Copies options and state from another optimizer of the same structure.</summary>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        CheckCounts(own, state_dict.Options.Count, state_dict.State.Count);
        for (var i = 0; i < own.Options.Count; i++)
            if (!ReferenceEquals(own.Options[i], state_dict.Options[i])) own.Options[i].LoadStateDict(state_dict.Options[i]);
        for (var i = 0; i < own.State.Count; i++)
            if (!ReferenceEquals(own.State[i], state_dict.State[i])) own.State[i].LoadStateDict(state_dict.State[i]);
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    public void save_state_dict(BinaryWriter writer)
    {
        var own = state_dict();
        writer.Write(GetType().Name);
        StateFile.WriteNumber(writer, own.Options.Count);
        StateFile.WriteNumber(writer, own.State.Count);
        foreach (var options in own.Options) options.SaveStateDict(writer);
        foreach (var state in own.State) state.SaveStateDict(writer);
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <summary>Reads what <see cref="save_state_dict(BinaryWriter)"/> wrote; a file that cannot be read to its end changes
    /// nothing.</summary>
    public void load_state_dict(BinaryReader reader)
    {
        var type = StateFile.ReadName(reader);
        if (type != GetType().Name)
            throw new InvalidDataException(
                $"Mismatched optimizer type: expected '{GetType().Name}', but found '{type}' in the loaded stream.");
        var own = state_dict();
        CheckCounts(own, StateFile.ReadNumber(reader), StateFile.ReadNumber(reader));
        using var before = new MemoryStream();
        using (var writer = new BinaryWriter(before, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            foreach (var options in own.Options) options.SaveStateDict(writer);
            foreach (var state in own.State) state.SaveStateDict(writer);
        }
        try
        {
            Read(own, reader);
        }
        catch (Exception e)
        {
            before.Position = 0;
            Read(own, new BinaryReader(before));
            if (e is EndOfStreamException) throw new InvalidDataException(
                "The file ends too early: it is truncated or no optimizer state; nothing was loaded.", e);
            throw;
        }
    }

    private static void Read(StateDictionary own, BinaryReader reader)
    {
        foreach (var options in own.Options) options.LoadStateDict(reader);
        foreach (var state in own.State) state.LoadStateDict(reader);
    }

    private static void CheckCounts(StateDictionary own, long groups, long stateCount)
    {
        if (groups != own.Options.Count) throw new ArgumentException(
            $"Invalid optimizer state -- different number of parameter groups: {groups}, this optimizer has {own.Options.Count}.");
        if (stateCount != own.State.Count) throw new ArgumentException(
            $"Invalid optimizer state -- different number of states: {stateCount}, this optimizer has {own.State.Count}.");
    }

    public void to(Device device)
    {
        foreach (var state in states.Values) state.to(device);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            foreach (var state in states.Values) (state as IDisposable)?.Dispose();
        base.Dispose(disposing);
    }
}
