using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Data;

/// <summary>What a safetensors file holds. Disposing it disposes the tensors.</summary>
/// <param name="Tensors">By name, on the CPU.</param>
/// <param name="Metadata">The file's own notes, text by name.</param>
public sealed record SafetensorsContent(IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values) tensor.Dispose();
    }
}

/// <summary>
/// Weights in the safetensors format: eight bytes of header length, a JSON header, the raw bytes. Nothing in such a file is ever executed.
/// Source: https://huggingface.co/docs/safetensors, section "Format".
/// </summary>
public static class SafetensorsFile
{
    private const int LengthBytes = 8;
    private const long MostHeaderBytes = 100_000_000;   // the format's own limit
    private const string MetadataKey = "__metadata__";

    private static readonly (string Name, ScalarType Type, int Bytes)[] Types =
    [
        ("F64", ScalarType.Float64, 8), ("F32", ScalarType.Float32, 4), ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8), ("I32", ScalarType.Int32, 4), ("I16", ScalarType.Int16, 2), ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>Writes tensors and notes. The file appears under its name only when it is whole; an older one is replaced then.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="tensors">By name; any shape, of a type that the format knows.</param>
    /// <param name="metadata">Notes, text by name.</param>
    /// <exception cref="NotSupportedException">A tensor's type is not in the format.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(tensors);
        var names = tensors.Keys.Order(StringComparer.Ordinal).ToArray();
        var header = Header(names, tensors, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[LengthBytes];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var name in names)
            {
                using var scope = NewDisposeScope();
                stream.Write(tensors[name].detach().cpu().contiguous().bytes);
            }
        });
    }

    /// <summary>Reads a whole file: every size is checked before memory is taken, and either all tensors are returned or none.</summary>
    /// <exception cref="DataFormatException">The file is not safetensors, is cut short, or its header contradicts itself.</exception>
    public static SafetensorsContent Read(string path)
    {
        using var file = File.OpenHandle(path);
        var size = RandomAccess.GetLength(file);
        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        if (!ReadWhole(file, lengthBytes, 0))
            throw Wrong(path, $"{size} bytes", "at least 8 bytes with the header's length");
        var length = BinaryPrimitives.ReadInt64LittleEndian(lengthBytes);
        if (length < 2 || length > Math.Min(MostHeaderBytes, size - LengthBytes))
            throw Wrong(path, $"a header of {length} bytes in a file of {size} bytes", "a header that fits into the file");
        var header = new byte[length];
        if (!ReadWhole(file, header, LengthBytes))
            throw Wrong(path, "a file that ends within its header", "the whole header");
        var (entries, metadata) = Parse(path, header, size - LengthBytes - length);

        var tensors = new Dictionary<string, Tensor>();
        try
        {
            foreach (var entry in entries)
            {
                var tensor = empty(entry.Shape, dtype: entry.Type, device: CPU).DetachFromDisposeScope();
                tensors.Add(entry.Name, tensor);
                if (entry.Bytes > 0 && !ReadWhole(file, tensor.bytes, LengthBytes + length + entry.Start))
                    throw Wrong(path, $"a file that ends within tensor '{entry.Name}'", "the whole tensor");
            }
            return new SafetensorsContent(tensors, metadata);
        }
        catch
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
            throw;
        }
    }

    private sealed record Entry(string Name, ScalarType Type, long[] Shape, long Start, long Bytes);

    private static byte[] Header(string[] names, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }
            long start = 0;
            foreach (var name in names)
            {
                var tensor = tensors[name];
                var type = Array.Find(Types, t => t.Type == tensor.dtype);
                if (type.Name is null) throw new NotSupportedException($"Tensor '{name}' is of type {tensor.dtype}, which safetensors does not know; convert it first.");
                var end = start + tensor.numel() * type.Bytes;
                json.WriteStartObject(name);
                json.WriteString("dtype", type.Name);
                WriteNumbers(json, "shape", tensor.shape);
                WriteNumbers(json, "data_offsets", [start, end]);
                json.WriteEndObject();
                start = end;
            }
            json.WriteEndObject();
        }
        while (buffer.Length % LengthBytes != 0) buffer.WriteByte((byte)' ');   // the data starts aligned, as the format advises
        return buffer.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, long[] numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static (List<Entry>, Dictionary<string, string>) Parse(string path, byte[] header, long dataBytes)
    {
        try
        {
            using var json = JsonDocument.Parse(header);
            var metadata = new Dictionary<string, string>();
            var entries = new List<Entry>();
            var names = new HashSet<string>();
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (!names.Add(property.Name)) throw Wrong(path, $"two entries named '{property.Name}'", "one entry a name");
                if (property.Name != MetadataKey) entries.Add(EntryOf(path, property, dataBytes));
                else foreach (var note in property.Value.EnumerateObject()) metadata[note.Name] = note.Value.GetString() ?? "";
            }
            entries.Sort((a, b) => (a.Start, a.Bytes).CompareTo((b.Start, b.Bytes)));
            long covered = 0;
            foreach (var entry in entries)
            {
                if (entry.Start != covered) throw Wrong(path, $"tensor '{entry.Name}' at byte {entry.Start}", $"byte {covered}: tensors lie one after another without gaps");
                covered += entry.Bytes;
            }
            if (covered != dataBytes) throw Wrong(path, $"{dataBytes} bytes of data", $"{covered}, the sum of the tensors");
            return (entries, metadata);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw Wrong(path, $"a header that cannot be read ({e.Message})", "JSON with dtype, shape and data_offsets for each tensor");
        }
    }

    private static Entry EntryOf(string path, JsonProperty property, long dataBytes)
    {
        if (!property.Value.TryGetProperty("dtype", out var dtype) || !property.Value.TryGetProperty("shape", out var sizes)
            || !property.Value.TryGetProperty("data_offsets", out var offsets) || offsets.GetArrayLength() != 2)
            throw Wrong(path, $"tensor '{property.Name}' without dtype, shape or two data_offsets", "all three");
        var type = Array.Find(Types, t => t.Name == dtype.GetString());
        if (type.Name is null) throw Wrong(path, $"tensor '{property.Name}' of type {dtype.GetString()}", string.Join(", ", Types.Select(t => t.Name)));
        var shape = sizes.EnumerateArray().Select(s => s.GetInt64()).ToArray();
        var (start, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        Int128 bytes = type.Bytes;
        foreach (var size in shape)
        {
            // Stopping at the file's size keeps the product far from overflow.
            if (size < 0 || (bytes *= size) > dataBytes)
                throw Wrong(path, $"tensor '{property.Name}' of shape [{string.Join(", ", shape)}]", $"sizes of at most {dataBytes} bytes in all");
        }
        if (start < 0 || end < start || end > dataBytes || bytes != end - start)
            throw Wrong(path, $"tensor '{property.Name}' of shape [{string.Join(", ", shape)}] in bytes {start} to {end}", $"bytes that hold its shape, within {dataBytes}");
        return new Entry(property.Name, type.Type, shape, start, end - start);
    }

    private static bool ReadWhole(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        while (buffer.Length > 0)
        {
            var read = RandomAccess.Read(file, buffer, offset);
            if (read == 0) return false;
            buffer = buffer[read..];
            offset += read;
        }
        return true;
    }

    private static DataFormatException Wrong(string path, string found, string expected) =>
        new(path, found, expected, "Write it again, or fetch it again and compare its hash.");
}
