using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// A piece of a network: parameters, buffers and submodules by name. A derived class keeps them in fields and calls
        /// <see cref="RegisterComponents"/> at the end of its constructor; the fields' names become the keys of the state dict.
        /// </summary>
        public partial class Module : IDisposable
        {
            protected string? name;

            protected Module(string name) => this.name = name;

            public virtual string GetName() => name is { Length: > 0 } given ? given : GetType().Name;

            /// <summary>Whether the module is in training mode, as dropout and batch normalisation ask.</summary>
            public virtual bool training { get; private set; } = true;

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var (_, child) in named_children()) child.train(train);
            }

            public virtual void eval() => train(false);

            /// <summary>Calls a function on every submodule, then on this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, child) in named_children()) child.apply(fn);
                fn(this);
                return this;
            }

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var (_, parameter) in named_parameters())
                {
                    if (set_to_none)
                    {
                        parameter.grad = null;
                        continue;
                    }
                    using var gradient = parameter.grad;
                    if (gradient is not null) Interop.Ops.zero_.InPlace(gradient);
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Disposes parameters, buffers and submodules.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach (var parameter in _internal_params.Values) parameter.Dispose();
                foreach (var (buffer, _) in _internal_buffers.Values) buffer.Dispose();
                foreach (var child in _internal_submodules.Values) child.Dispose();
            }

            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking) =>
                Convert(device, dtype, non_blocking);

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                Convert(new Device(deviceType, deviceIndex), null, non_blocking);

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking) => Convert(null, dtype, non_blocking);

            public Module _to(Tensor other, bool non_blocking) => _to(other.device, other.dtype, non_blocking);

            // Parameters keep their identity, so that an optimizer made before goes on with them.
            private Module Convert(Device? device, ScalarType? dtype, bool non_blocking)
            {
                if (dtype is { } type && !IsInexact(type))
                    throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={type}");
                using (no_grad())
                {
                    foreach (var parameter in _internal_params.Values) Convert(parameter, device, dtype, non_blocking);
                    foreach (var (buffer, _) in _internal_buffers.Values) Convert(buffer, device, dtype, non_blocking);
                }
                foreach (var (_, child) in named_children())
                {
                    if (device is null) child._to(dtype!.Value, non_blocking);
                    else if (dtype is null) child._to(device.type, device.index, non_blocking);
                    else child._to(device, dtype.Value, non_blocking);
                }
                return this;
            }

            private static void Convert(Tensor tensor, Device? device, ScalarType? dtype, bool non_blocking)
            {
                var type = dtype is { } wanted && IsInexact(tensor.dtype) ? wanted : tensor.dtype;
                var place = device ?? tensor.device;
                if (type == tensor.dtype && place.type == tensor.device_type
                    && (place.index < 0 || place.index == tensor.device_index)) return;
                using var converted = tensor.to(type, place, non_blocking: non_blocking);
                converted.requires_grad = tensor.requires_grad;
                using (var gradient = tensor.grad)
                {
                    using var convertedGradient = gradient?.to(type, place, non_blocking: non_blocking);
                    converted.grad = convertedGradient;
                }
                tensor.Swap(converted);
            }

            private static bool IsInexact(ScalarType type) => type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64
                or ScalarType.BFloat16 or ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
        }
    }
}

/// <summary>Conversions that keep the module's own type.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module =>
        (T)module._to(type, non_blocking);

    public static T to<T>(this T module, torch.Device device, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module =>
        (T)module._to(device, type, non_blocking);

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T
        : torch.nn.Module =>
        (T)module._to(deviceType, deviceIndex, non_blocking);

    public static T to<T>(this T module, torch.Device device, bool non_blocking = false) where T : torch.nn.Module =>
        (T)module._to(device.type, device.index, non_blocking);

    public static T to<T>(this T module, string device, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(new torch.Device(device), non_blocking);

    public static T to<T>(this T module, torch.Tensor other, bool non_blocking = false) where T : torch.nn.Module =>
        (T)module._to(other, non_blocking);

    public static T cpu<T>(this T module, bool non_blocking = false) where T : torch.nn.Module =>
        (T)module._to(DeviceType.CPU, -1, non_blocking);

    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module =>
        (T)module._to(DeviceType.CUDA, deviceIndex, non_blocking);

    public static T half<T>(this T module, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(torch.ScalarType.Float16, non_blocking);
    public static T bfloat16<T>(this T module, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(torch.ScalarType.BFloat16, non_blocking);
    public static T @float<T>(this T module, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(torch.ScalarType.Float32, non_blocking);
    public static T @double<T>(this T module, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(torch.ScalarType.Float64, non_blocking);
}
