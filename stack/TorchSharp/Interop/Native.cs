using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

internal enum Tag : int { None, Tensor, Int, Double, Bool, String, Ints, Doubles, Bools, Tensors, Device, Complex, Generator, Default }

/// <summary>One argument or result as native/shim.h lays it out.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal unsafe struct NativeValue
{
    [FieldOffset(0)] public Tag Tag;
    [FieldOffset(4)] public int Count;
    [FieldOffset(8)] public long Integer;
    [FieldOffset(8)] public double Real;
    [FieldOffset(8)] public void* Pointer;
    [FieldOffset(16)] public long Bytes;
    [FieldOffset(16)] public double Imaginary;

    public readonly nint Handle() => (nint)Pointer;
}

/// <summary>The entry points of libTorchShim.so. Those with a status return -1 for an error, whose text <see cref="Check"/> throws.</summary>
internal static unsafe partial class Native
{
    public const string Library = "TorchShim";

    [LibraryImport(Library)] public static partial byte* tsh_error(out int bytes);
    [LibraryImport(Library)] public static partial byte* tsh_version();
    [LibraryImport(Library)] public static partial long tsh_live_handles();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int tsh_find_op(string name, string overload, out nint op, out OpKind kind);
    [LibraryImport(Library)] public static partial int tsh_call(nint op, NativeValue* args, int count, NativeValue* outs, int capacity);
    [LibraryImport(Library)] public static partial int tsh_unary(nint op, nint a, NativeValue* result);
    [LibraryImport(Library)] public static partial int tsh_binary(nint op, nint a, nint b, NativeValue* result);
    [LibraryImport(Library)] public static partial int tsh_binary_alpha(nint op, nint a, nint b, double alpha, int whole, NativeValue* result);
    [LibraryImport(Library)] public static partial nint tsh_schema(nint op);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial nint tsh_schemas(string name);
    [LibraryImport(Library)] public static partial void tsh_free_memory(void* memory);

    [LibraryImport(Library)] public static partial void tsh_free(nint tensor);
    [LibraryImport(Library)] public static partial int tsh_from_data(void* data, long* shape, int dim, int dtype, NativeValue* result);
    [LibraryImport(Library)] public static partial int tsh_alias(nint tensor, NativeValue* result);
    [LibraryImport(Library)] public static partial int tsh_data(nint tensor, out nint data);
    [LibraryImport(Library), SuppressGCTransition] public static partial long tsh_dim(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] public static partial long tsh_numel(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] public static partial int tsh_dtype(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] public static partial long tsh_element_size(nint tensor);
    [LibraryImport(Library)] public static partial int tsh_shape(nint tensor, long* sizes);
    [LibraryImport(Library)] public static partial int tsh_strides(nint tensor, long* strides);
    [LibraryImport(Library)] public static partial long tsh_storage_bytes(nint tensor);
    [LibraryImport(Library)] public static partial long tsh_storage_offset(nint tensor);
    [LibraryImport(Library)] public static partial int tsh_is_contiguous(nint tensor);
    [LibraryImport(Library)] public static partial int tsh_device(nint tensor, out int type, out int index);

    [LibraryImport(Library)] public static partial int tsh_get_threads();
    [LibraryImport(Library)] public static partial int tsh_set_threads(int count);
    [LibraryImport(Library)] public static partial int tsh_get_interop_threads();
    [LibraryImport(Library)] public static partial int tsh_set_interop_threads(int count);

    [LibraryImport(Library)] public static partial int tsh_manual_seed(long seed);
    [LibraryImport(Library)] public static partial int tsh_generator_new(long seed, out nint generator);
    [LibraryImport(Library)] public static partial int tsh_generator_default(out nint generator);
    [LibraryImport(Library)] public static partial void tsh_generator_free(nint generator);
    [LibraryImport(Library)] public static partial int tsh_generator_seed(nint generator, long seed);
    [LibraryImport(Library)] public static partial long tsh_generator_initial_seed(nint generator);
    [LibraryImport(Library)] public static partial int tsh_generator_get_state(nint generator, NativeValue* state);
    [LibraryImport(Library)] public static partial int tsh_generator_set_state(nint generator, nint state);

    [LibraryImport(Library)] public static partial int tsh_requires_grad(nint tensor);
    [LibraryImport(Library)] public static partial int tsh_set_requires_grad(nint tensor, int value);
    [LibraryImport(Library)] public static partial int tsh_is_leaf(nint tensor);
    [LibraryImport(Library)] public static partial int tsh_retain_grad(nint tensor);
    [LibraryImport(Library)] public static partial int tsh_grad(nint tensor, out nint grad);
    [LibraryImport(Library)] public static partial int tsh_set_grad(nint tensor, nint grad);
    [LibraryImport(Library)]
    public static partial int tsh_backward(nint* outputs, int nOutputs, nint* grads, int nGrads, int retain, int create, nint* inputs, int nInputs);
    [LibraryImport(Library)]
    public static partial int tsh_grad_of(nint* outputs, int nOutputs, nint* inputs, int nInputs, nint* grads, int nGrads,
        int retain, int create, int allowUnused, nint* results);
    [LibraryImport(Library)] public static partial int tsh_grad_mode(int value);
    [LibraryImport(Library)] public static partial int tsh_anomaly_mode(int value, int checkNaN);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int tsh_attach(string label, nint* inputs, int nInputs, nint* outputs, byte* differentiable, int nOutputs,
        nint* saved, int nSaved, delegate* unmanaged<nint, nint, nint*, int, nint*, int, byte*> backward, nint context,
        delegate* unmanaged<nint, void> released);
    [LibraryImport(Library)] public static partial int tsh_saved(nint node, nint* tensors, int capacity);

    /// <summary>Throws libtorch's message, as TorchSharp does, in an <see cref="ExternalException"/>.</summary>
    public static void Check(int status)
    {
        if (status < 0) Throw(null);
    }

    public static void Throw(string? where)
    {
        var text = Marshal.PtrToStringUTF8((nint)tsh_error(out var bytes), bytes);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);   // what follows is C++'s own trace
        if (end > 0) text = text[..end];
        throw new ExternalException(where is null || text.Contains(where, StringComparison.Ordinal) ? text : $"{where}: {text}");
    }

    /// <summary>Takes over a string that the native side allocated.</summary>
    public static string TakeString(nint text)
    {
        var result = Marshal.PtrToStringUTF8(text) ?? "";
        tsh_free_memory((void*)text);
        return result;
    }
}
