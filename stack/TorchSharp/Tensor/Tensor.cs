using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A libtorch tensor. Dispose it, or make it inside a <see cref="NewDisposeScope"/>; the finalizer is only a safety net.</summary>
    public partial class Tensor : IDisposable
    {
        // Telling the GC of every small tensor would cost more than the tensor.
        private const long PressureFloor = 4096;

        private nint handle;
        private long ownedBytes, pressure;

        internal DisposeScope? OwningDisposeScope { get; set; }
        internal int PlaceInScope { get; set; }

        internal Tensor(in NativeValue value) : this(value.Handle(), value.Bytes)
        {
        }

        internal Tensor(nint handle, long ownedBytes = 0)
        {
            this.handle = handle;
            this.ownedBytes = ownedBytes;
            DisposeScopeManager.ThreadSingleton.Register(this);
            if (OwningDisposeScope is null) TellCollector();
        }

        // A scope holds its tensors, so that collecting frees none of them: told of those too, the collector would run many times a training step for nothing.
        internal void TellCollector()
        {
            if (pressure > 0 || ownedBytes < PressureFloor) return;
            pressure = ownedBytes;
            GC.AddMemoryPressure(pressure);
        }

        /// <summary>Takes over a tensor with its place in its dispose scope; that one becomes empty.</summary>
        internal Tensor(Tensor source)
        {
            handle = source.Handle;
            (ownedBytes, pressure) = (source.ownedBytes, source.pressure);
            source.handle = 0;
            source.OwningDisposeScope?.Replace(source, this);
            GC.SuppressFinalize(source);
        }

        /// <summary>Exchanges what two tensors hold, not their places in dispose scopes.</summary>
        internal void Swap(Tensor other)
        {
            (handle, other.handle) = (other.handle, handle);
            (ownedBytes, other.ownedBytes) = (other.ownedBytes, ownedBytes);
            (pressure, other.pressure) = (other.pressure, pressure);
        }

        ~Tensor() => Release();

        public void Dispose()
        {
            if (handle == 0) return;
            var statistics = DisposeScopeManager.ThreadSingleton.StatisticsInstance.TensorStatistics;
            if (OwningDisposeScope is { } scope)
            {
                statistics.DisposedInScopeCount++;
                scope.Remove(this);
            }
            else
            {
                statistics.DisposedOutsideScopeCount++;
            }
            Release();
            GC.SuppressFinalize(this);
        }

        // The scope lets go of all of its tensors at once and needs no removals.
        internal void DisposeWithScope()
        {
            OwningDisposeScope = null;
            if (handle == 0) return;
            DisposeScopeManager.ThreadSingleton.StatisticsInstance.TensorStatistics.DisposedInScopeCount++;
            Release();
            GC.SuppressFinalize(this);
        }

        private void Release()
        {
            var old = Interlocked.Exchange(ref handle, 0);
            if (old == 0) return;
            Native.tsh_free(old);
            if (pressure > 0) GC.RemoveMemoryPressure(pressure);
        }

        /// <summary>libtorch's tensor; an error once it has been disposed.</summary>
        public nint Handle
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle. It has been disposed, by itself or with its dispose scope.");
        }

        public bool IsInvalid => handle == 0;

        /// <summary>Handles to tensors that are alive in the process.</summary>
        public static long TotalCount => Native.tsh_live_handles();

        public string? name { get; set; }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } scope) scope.MoveToOther(other, this);
            else other?.Attach(this);
            return this;
        }

        public long Dimensions => Alive(Native.tsh_dim(Handle));
        public long dim() => Dimensions;
        public long ndim => Dimensions;
        public long NumberOfElements => Alive(Native.tsh_numel(Handle));
        public long numel() => NumberOfElements;
        public long ElementSize => Alive(Native.tsh_element_size(Handle));
        public long element_size() => ElementSize;
        public ScalarType dtype => (ScalarType)Alive(Native.tsh_dtype(Handle));
        public bool is_leaf => Alive(Native.tsh_is_leaf(Handle)) != 0;
        public bool is_contiguous() => Alive(Native.tsh_is_contiguous(Handle)) != 0;
        public long storage_offset() => Alive(Native.tsh_storage_offset(Handle));

        public Device device
        {
            get
            {
                Native.Check(Alive(Native.tsh_device(Handle, out var type, out var index)));
                return type == (int)DeviceType.CPU ? CPU : new Device((DeviceType)type, index);
            }
        }

        public DeviceType device_type => device.type;
        public int device_index => device.index;
        public bool is_cuda => device_type == DeviceType.CUDA;
        public bool is_cpu() => device_type == DeviceType.CPU;

        public unsafe long[] shape
        {
            get
            {
                var sizes = new long[Dimensions];
                fixed (long* p = sizes) Native.Check(Alive(Native.tsh_shape(Handle, p)));
                return sizes;
            }
        }

        /// <summary>The size of one dimension; negative counts from the end.</summary>
        public long size(int dim)
        {
            var sizes = shape;
            if (dim < -sizes.Length || dim >= sizes.Length)
                throw new ArgumentOutOfRangeException(nameof(dim), dim,
                    $"The tensor has {sizes.Length} dimensions; dim must be in [{-sizes.Length}, {sizes.Length - 1}].");
            return sizes[dim < 0 ? dim + sizes.Length : dim];
        }

        public long[] size() => shape;

        public unsafe long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* p = strides) Native.Check(Alive(Native.tsh_strides(Handle, p)));
            return strides;
        }

        public long stride(int dim) => stride()[dim < 0 ? dim + Dimensions : dim];

        public bool requires_grad
        {
            get => Alive(Native.tsh_requires_grad(Handle)) != 0;
            set => Native.Check(Alive(Native.tsh_set_requires_grad(Handle, value ? 1 : 0)));
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad() => Native.Check(Alive(Native.tsh_retain_grad(Handle)));

        /// <summary>The accumulated gradient; a new handle to it at each reading.</summary>
        public Tensor? grad
        {
            get
            {
                Native.Check(Alive(Native.tsh_grad(Handle, out var found)));
                return found == 0 ? null : new Tensor(found);
            }
            set
            {
                Native.Check(Alive(Native.tsh_set_grad(Handle, value?.Handle ?? 0)));
                GC.KeepAlive(value);
            }
        }

        /// <summary>Accumulates the gradients of this scalar in its leaves.</summary>
        public void backward() => autograd.backward([this]);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        // The object must outlive the native call that was given its handle.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T Alive<T>(T result)
        {
            GC.KeepAlive(this);
            return result;
        }
    }
}
