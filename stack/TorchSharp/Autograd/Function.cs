using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What a custom function's forward leaves for its backward.</summary>
        public sealed class AutogradContext
        {
            private readonly Dictionary<string, object> data = [];
            private List<Tensor> saved = [];
            private bool inBackward;

            internal AutogradContext()
            {
            }

            internal nint Node;
            internal int SavedCount;
            internal List<Tensor> NonDifferentiable { get; private set; } = [];
            internal List<Tensor> ToSave => saved;

            public bool MaterializeGrads { get; private set; } = true;

            /// <summary>Keeps inputs or outputs, safe from in-place changes and without a reference cycle.</summary>
            public void save_for_backward(List<Tensor> tensors) => saved = tensors;

            public void save_data(string key, object value) => data[key] = value;

            public object? get_data(string key) => data.GetValueOrDefault(key);

            public void mark_non_differentiable(List<Tensor> tensors) => NonDifferentiable = [.. tensors];

            /// <summary>Whether backward gets zeros (the default) or null for an output that no loss depends on.</summary>
            public void set_materialize_grads(bool value) => MaterializeGrads = value;

            public unsafe List<Tensor> get_saved_variables()
            {
                if (!inBackward) return saved;
                var handles = new nint[SavedCount];
                fixed (nint* h = handles) Native.Check(Native.tsh_saved(Node, h, handles.Length));
                return [.. handles.Select(h => h == 0 ? null! : new Tensor(h))];
            }

            internal void EnterBackward(nint node)
            {
                Node = node;
                inBackward = true;
            }

            // libtorch holds the saved tensors from here on; a second hold would keep the graph alive for ever.
            internal void HandOver()
            {
                SavedCount = saved.Count;
                saved = [];
                NonDifferentiable = [];
            }
        }

        /// <summary>A function with a backward of its own; see <see cref="SingleTensorFunction{T}"/>.</summary>
        public abstract class Function<T> where T : Function<T>, new()
        {
            private static readonly T Instance = new();

            public abstract string Name { get; }

            internal abstract List<Tensor> ForwardAll(AutogradContext ctx, object[] vars);
            internal abstract List<Tensor> BackwardAll(AutogradContext ctx, List<Tensor> grads);

            private protected static List<Tensor> ApplyAll(object[] vars)
            {
                var inputs = vars.OfType<Tensor>().ToList();
                var context = new AutogradContext();
                List<Tensor> outputs;
                using (no_grad()) outputs = Instance.ForwardAll(context, vars);
                // An input handed back unchanged must not get this function's history itself.
                for (var i = 0; i < outputs.Count; i++)
                    if (inputs.Any(input => input.Handle == outputs[i].Handle)) outputs[i] = outputs[i].detach();
                if (is_grad_enabled() && inputs.Any(t => t.requires_grad))
                    FunctionNode.Attach(Instance.Name, vars, inputs, outputs, context, Instance.BackwardAll);
                return outputs;
            }
        }

        /// <summary>
        /// A function of one output: <c>forward(ctx, vars)</c> computes it without a graph, <c>backward(ctx, grad)</c> returns one gradient for
        /// each of vars, null for those that are not tensors. Written with tensor operators, it can itself be differentiated.
        /// </summary>
        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            public static Tensor apply(params object[] vars) => ApplyAll(vars)[0];

            public abstract Tensor forward(AutogradContext ctx, params object[] vars);
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            internal sealed override List<Tensor> ForwardAll(AutogradContext ctx, object[] vars) => [forward(ctx, vars)];
            internal sealed override List<Tensor> BackwardAll(AutogradContext ctx, List<Tensor> grads) => backward(ctx, grads[0]);
        }

        /// <summary>A function of several outputs.</summary>
        public abstract class MultiTensorFunction<T> : Function<T> where T : MultiTensorFunction<T>, new()
        {
            public static List<Tensor> apply(params object[] vars) => ApplyAll(vars);

            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);
            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            internal sealed override List<Tensor> ForwardAll(AutogradContext ctx, object[] vars) => forward(ctx, vars);
            internal sealed override List<Tensor> BackwardAll(AutogradContext ctx, List<Tensor> grads) => backward(ctx, grads);
        }
    }
}

/// <summary>The .NET side of a graph node; libtorch holds it through a GC handle and releases it with the node.</summary>
internal sealed unsafe class FunctionNode
{
    private static readonly Op Zeros = new("zeros");
    private readonly string name;
    private readonly bool[] isTensor;
    private readonly (long[] Shape, torch.ScalarType Dtype)[] outputs;
    private readonly torch.autograd.AutogradContext context;
    private readonly Func<torch.autograd.AutogradContext, List<torch.Tensor>, List<torch.Tensor>> backward;
    [ThreadStatic] private static nint lastError;

    private FunctionNode(string name, object[] vars, List<torch.Tensor> outputs, torch.autograd.AutogradContext context,
        Func<torch.autograd.AutogradContext, List<torch.Tensor>, List<torch.Tensor>> backward)
    {
        this.name = name;
        this.context = context;
        this.backward = backward;
        isTensor = Array.ConvertAll(vars, v => v is torch.Tensor);
        this.outputs = [.. outputs.Select(o => (o.shape, o.dtype))];
    }

    public static void Attach(string name, object[] vars, List<torch.Tensor> inputs, List<torch.Tensor> outputs,
        torch.autograd.AutogradContext context, Func<torch.autograd.AutogradContext, List<torch.Tensor>, List<torch.Tensor>> backward)
    {
        nint[] ins = torch.autograd.Handles(inputs), outs = torch.autograd.Handles(outputs), saved = torch.autograd.Handles(context.ToSave);
        var differentiable = outputs.Select(o => (byte)(context.NonDifferentiable.Contains(o) || !(o.is_floating_point() || o.is_complex()) ? 0 : 1)).ToArray();
        var keep = context.ToSave;
        var self = GCHandle.Alloc(new FunctionNode(name, vars, outputs, context, backward));
        fixed (nint* i = ins, o = outs, s = saved)
        fixed (byte* d = differentiable)
        {
            if (Native.tsh_attach(name, i, ins.Length, o, d, outs.Length, s, saved.Length, &Backward, GCHandle.ToIntPtr(self), &Released) < 0)
            {
                self.Free();
                Native.Throw(name);
            }
        }
        context.HandOver();
        GC.KeepAlive(inputs);
        GC.KeepAlive(outputs);
        GC.KeepAlive(keep);
    }

    [UnmanagedCallersOnly]
    private static void Released(nint self) => GCHandle.FromIntPtr(self).Free();

    // No exception may cross into C++: its text does, and comes out of backward() as libtorch's error.
    [UnmanagedCallersOnly]
    private static byte* Backward(nint self, nint node, nint* gradientsOut, int nOut, nint* gradientsIn, int nIn)
    {
        try
        {
            ((FunctionNode)GCHandle.FromIntPtr(self).Target!).Run(node, new(gradientsOut, nOut), new(gradientsIn, nIn));
            return null;
        }
        catch (Exception e)
        {
            if (lastError != 0) Marshal.FreeCoTaskMem(lastError);
            return (byte*)(lastError = Marshal.StringToCoTaskMemUTF8($"{e.GetType().Name} in the backward of a custom function: {e.Message}"));
        }
    }

    private void Run(nint node, ReadOnlySpan<nint> gradientsOut, Span<nint> gradientsIn)
    {
        using var scope = torch.NewDisposeScope();
        var incoming = new List<torch.Tensor>();
        for (var i = 0; i < gradientsOut.Length; i++)
        {
            incoming.Add(gradientsOut[i] != 0 ? Alias(gradientsOut[i])
                : context.MaterializeGrads ? Zeros.Call(outputs[i].Shape, outputs[i].Dtype)
                : null!);
        }
        context.EnterBackward(node);
        var found = backward(context, incoming);
        if (found.Count != isTensor.Length)
            throw new InvalidOperationException($"{name}: backward returned {found.Count} gradients, forward had {isTensor.Length} arguments; return one for each, null for those that are not tensors.");
        for (int i = 0, k = 0; i < found.Count; i++)
        {
            if (!isTensor[i])
            {
                if (found[i] is not null) throw new InvalidOperationException($"{name}: backward returned a gradient for argument {i}, which is not a tensor; return null.");
                continue;
            }
            gradientsIn[k++] = found[i] is { } gradient ? Own(gradient) : 0;
        }
    }

    private static torch.Tensor Alias(nint handle)
    {
        NativeValue value;
        Native.Check(Native.tsh_alias(handle, &value));
        return new torch.Tensor(in value);
    }

    private static nint Own(torch.Tensor tensor)
    {
        NativeValue value;
        Native.Check(Native.tsh_alias(tensor.Handle, &value));
        GC.KeepAlive(tensor);
        return value.Handle();
    }
}
