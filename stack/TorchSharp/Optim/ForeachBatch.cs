using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// The parameters of one group that have a gradient, as lists for foreach operators. Where all of them have one and have come equally far,
/// which is the rule, the lists are the same arrays at every step.
/// </summary>
internal sealed class ForeachBatch(Parameter[] parameters, OptimizerState[] states)
{
    private readonly Tensor[][] lists = [new Tensor[parameters.Length], new Tensor[parameters.Length], new Tensor[parameters.Length]];

    private readonly Tensor[] constants = new Tensor[parameters.Length];

    public Tensor[] Parameters { get; } = parameters;
    public Tensor[] Gradients { get; set; } = new Tensor[parameters.Length];
    public OptimizerState[] States { get; } = states;

    /// <summary>One tensor of each state; <paramref name="place"/> is one of three arrays to put them in.</summary>
    public Tensor[] List<TState>(int place, Func<TState, Tensor> which) where TState : OptimizerState
    {
        var list = lists[place];
        for (var i = 0; i < list.Length; i++) list[i] = which((TState)States[i]);
        return list;
    }

    /// <summary>list *= factor. A number would be wrapped in a tensor for each parameter, at three times the cost.</summary>
    public void Multiply(Tensor[] list, double factor) => Ops._foreach_mul__List.Do(list, Constant(factor));

    /// <summary>list += addend, likewise.</summary>
    public void Add(Tensor[] list, double addend) => Ops._foreach_add__List.Do(list, Constant(addend));

    private Tensor[] Constant(double value)
    {
        Tensor? last = null;
        for (var i = 0; i < constants.Length; i++)
        {
            var type = Parameters[i].dtype;
            if (last is null || last.dtype != type)
            {
                last = type == ScalarType.Float32
                    ? FromData([(float)value], [], ScalarType.Float32, null, null, false)
                    : FromData([value], [], ScalarType.Float64, type, null, false);
            }
            constants[i] = last;
        }
        return constants;
    }

    public void Run(Action<ForeachBatch, OptimizerOptions> update, Func<OptimizerState, long>? key, OptimizerOptions options)
    {
        var whole = Gradients.Length > 0;
        for (var i = 0; i < Gradients.Length; i++)
        {
            Gradients[i] = Parameters[i].grad!;
            whole &= Gradients[i] is not null && (key is null || key(States[i]) == key(States[0]));
        }
        if (whole) update(this, options);
        else foreach (var part in Parts(key)) update(part, options);
    }

    private IEnumerable<ForeachBatch> Parts(Func<OptimizerState, long>? key)
    {
        foreach (var part in Enumerable.Range(0, Gradients.Length).Where(i => Gradients[i] is not null).GroupBy(i =>
            key?.Invoke(States[i]) ?? 0))
            yield return new ForeachBatch([.. part.Select(i => (Parameter)Parameters[i])],
                [.. part.Select(i => States[i])]) { Gradients = [.. part.Select(i => Gradients[i])] };
    }

    public void ZeroGradients()
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        var all = true;
        for (var i = 0; i < Gradients.Length; i++) all &= (Gradients[i] = Parameters[i].grad!) is not null;
        var present = all ? Gradients : Array.FindAll(Gradients, g => g is not null);
        if (present.Length > 0) Ops._foreach_zero_.Do(present);
    }
}
