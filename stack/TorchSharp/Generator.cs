using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers.</summary>
    public class Generator : IDisposable
    {
        private nint handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            if (this.device.type != DeviceType.CPU)
                throw new NotSupportedException($"Generator on '{device}': the system's libtorch computes on the CPU; use the nuget stack for a GPU.");
            Native.Check(Native.tsh_generator_new((long)seed, out handle));
        }

        private Generator(nint handle)
        {
            this.handle = handle;
            device = CPU;
        }

        ~Generator() => Release();

        /// <summary>The generator that is used where none is named.</summary>
        public static Generator Default
        {
            get
            {
                Native.Check(Native.tsh_generator_default(out var found));
                return new Generator(found);
            }
        }

        public nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(Generator));

        public Device device { get; }

        public unsafe Tensor get_state()
        {
            NativeValue state;
            Native.Check(Native.tsh_generator_get_state(Handle, &state));
            GC.KeepAlive(this);
            return new Tensor(in state);
        }

        public void set_state(Tensor value)
        {
            Native.Check(Native.tsh_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(value);
            GC.KeepAlive(this);
        }

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.tsh_generator_seed(Handle, seed));
            GC.KeepAlive(this);
            return this;
        }

        public long seed()
        {
            var seed = DateTime.UtcNow.Ticks;
            manual_seed(seed);
            return seed;
        }

        public long initial_seed()
        {
            var seed = Native.tsh_generator_initial_seed(Handle);
            GC.KeepAlive(this);
            return seed;
        }

        public void Dispose()
        {
            Release();
            GC.SuppressFinalize(this);
        }

        private void Release()
        {
            var old = Interlocked.Exchange(ref handle, 0);
            if (old != 0) Native.tsh_generator_free(old);
        }
    }

    /// <summary>Seeds the default generator and returns it.</summary>
    public static Generator manual_seed(long seed)
    {
        Native.Check(Native.tsh_manual_seed(seed));
        return Generator.Default;
    }

    /// <summary>Seeds the default generator from the clock.</summary>
    public static long seed()
    {
        using var generator = Generator.Default;
        return generator.seed();
    }

    public static long initial_seed()
    {
        using var generator = Generator.Default;
        return generator.initial_seed();
    }

    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }

    public static Tensor get_rng_state() => random.get_rng_state();
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);
    public static int get_num_threads() => Native.tsh_get_threads();
    public static void set_num_threads(int num) => Native.Check(Native.tsh_set_threads(num));
    public static int get_num_interop_threads() => Native.tsh_get_interop_threads();
    public static void set_num_interop_threads(int num) => Native.Check(Native.tsh_set_interop_threads(num));

    /// <summary>libtorch's version.</summary>
    public static unsafe string __version__ => System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)Native.tsh_version())!;
}
