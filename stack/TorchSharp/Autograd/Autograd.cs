using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Sets a mode of this thread until it is disposed; never <c>await</c> in between.</summary>
internal sealed class AutoGradMode : IDisposable
{
    private readonly int previous;

    public AutoGradMode(bool enabled) => previous = Native.tsh_grad_mode(enabled ? 1 : 0);

    public static bool IsEnabled => Native.tsh_grad_mode(-1) != 0;

    public void Dispose() => _ = Native.tsh_grad_mode(previous);
}

/// <summary>While it lives, a backward pass tells which forward operator made a NaN.</summary>
public sealed class AnomalyMode : IDisposable
{
    private readonly int previous;

    public AnomalyMode(bool enabled, bool check_nan = true) => previous = Native.tsh_anomaly_mode(enabled ? 1 : 0, check_nan ? 1 : 0);

    public static bool IsEnabled => Native.tsh_anomaly_mode(-1, 0) != 0;

    public void Dispose() => _ = Native.tsh_anomaly_mode(previous, 1);
}

public static partial class torch
{
    public static IDisposable no_grad() => new AutoGradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);
    public static bool is_grad_enabled() => AutoGradMode.IsEnabled;

    public static partial class autograd
    {
        /// <summary>The gradients of outputs with respect to inputs. (With create_graph pass retain_graph too: it does not follow.)</summary>
        public static unsafe IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null,
            bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var results = new nint[inputs.Count];
            nint[] outs = Handles(outputs), ins = Handles(inputs), grads = Handles(grad_outputs);
            fixed (nint* o = outs, i = ins, g = grads, r = results)
                Native.Check(Native.tsh_grad_of(o, outs.Length, i, ins.Length, g, grads.Length,
                    retain_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, r));
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Array.ConvertAll(results, h => h == 0 ? null! : new Tensor(h, Native.tsh_storage_bytes(h))).ToList();
        }

        public static unsafe void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null)
        {
            nint[] outs = Handles(tensors), grads = Handles(grad_tensors), ins = Handles(inputs);
            fixed (nint* o = outs, g = grads, i = ins)
                Native.Check(Native.tsh_backward(o, outs.Length, g, grads.Length,
                    (retain_graph ?? create_graph) ? 1 : 0, create_graph ? 1 : 0, i, ins.Length));
            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);
        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);

        internal static nint[] Handles(IList<Tensor>? tensors)
        {
            if (tensors is null) return [];
            var handles = new nint[tensors.Count];
            for (var i = 0; i < handles.Length; i++) handles[i] = tensors[i]?.Handle ?? 0;
            return handles;
        }
    }
}
