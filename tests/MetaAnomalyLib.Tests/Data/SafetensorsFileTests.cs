using System.Buffers.Binary;
using System.Text;
using MetaAnomalyLib.Data;
using TorchSharp;
using TorchSharp.Tests;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Data;

[Collection(nameof(Training.Torch))]
public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    private string File => Path.Combine(folder, "weights.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<ScalarType> Types => [float64, float32, float16, bfloat16, int64, int32, int16, int8, uint8, @bool];

    [Theory, MemberData(nameof(Types))]
    public void Tensors_of_every_type_come_back_as_they_were(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["matrix"] = (rand(3, 5) * 10).to(type),
            ["scalar"] = ones([], dtype: type),
            ["empty"] = zeros([0, 4], dtype: type),
            ["strided"] = (rand(4, 6) * 10).to(type).t(),
        };
        SafetensorsFile.Write(File, tensors, new Dictionary<string, string> { ["note"] = "häßlich \"</script>\"" });

        using var read = SafetensorsFile.Read(File);

        Assert.Equal("häßlich \"</script>\"", read.Metadata["note"]);
        Assert.Equal(tensors.Keys.Order(), read.Tensors.Keys.Order());
        foreach (var (name, tensor) in tensors)
        {
            Assert.Equal(type, read.Tensors[name].dtype);
            Assert.Equal(tensor.shape, read.Tensors[name].shape);
            Assert.Equal(tensor.contiguous().bytes.ToArray(), read.Tensors[name].bytes.ToArray());
        }
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        using var tensor = rand(4, 4);
        SafetensorsFile.Write(File, new Dictionary<string, Tensor> { ["w"] = tensor });
        var whole = System.IO.File.ReadAllBytes(File);
        for (var length = 0; length < whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            Assert.Throws<DataFormatException>(() => SafetensorsFile.Read(File).Dispose());
        }
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,8]}}""", 8, "at most 8 bytes")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12, "12 bytes of data")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "without gaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "without gaps")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", 8, "at most 8 bytes")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-2,-1],"data_offsets":[0,8]}}""", 8, "at most 8 bytes")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775807]}}""", 8, "hold its shape")]
    [InlineData("""{"w":{"dtype":"O","shape":[2],"data_offsets":[0,8]}}""", 8, "type O")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2]}}""", 8, "data_offsets")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16, "two entries named 'w'")]
    [InlineData("""[1,2]""", 0, "cannot be read")]
    [InlineData("""{"w":7}""", 0, "cannot be read")]
    [InlineData("""{"w":""", 0, "cannot be read")]
    public void A_header_that_contradicts_itself_is_refused(string header, int dataBytes, string message)
    {
        System.IO.File.WriteAllBytes(File, [.. Length(Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. new byte[dataBytes]]);
        Assert.Contains(message, Assert.Throws<DataFormatException>(() => SafetensorsFile.Read(File).Dispose()).Message);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    [InlineData(1L << 40)]
    public void A_header_length_beyond_the_file_is_refused_before_memory_is_taken(long length)
    {
        System.IO.File.WriteAllBytes(File, [.. Length(length), .. new byte[64]]);
        Assert.Contains("a header of", Assert.Throws<DataFormatException>(() => SafetensorsFile.Read(File).Dispose()).Message);
    }

    [Fact]
    public void A_refused_file_leaves_no_tensors_behind()
    {
        using var tensor = rand(4, 4);
        SafetensorsFile.Write(File, new Dictionary<string, Tensor> { ["a"] = tensor, ["b"] = tensor });
        var bytes = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllBytes(File, bytes[..^4]);
        var before = LiveTensors.Settled();
        Assert.Throws<DataFormatException>(() => SafetensorsFile.Read(File));
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file()
    {
        using var good = rand(2);
        SafetensorsFile.Write(File, new Dictionary<string, Tensor> { ["w"] = good });
        var before = System.IO.File.ReadAllBytes(File);
        using var complex = zeros(2, dtype: complex64);
        Assert.Throws<NotSupportedException>(() => SafetensorsFile.Write(File, new Dictionary<string, Tensor> { ["w"] = complex }));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
        Assert.Equal([File], Directory.GetFiles(folder));
    }

    [Fact]
    public void The_ImageNet_weights_are_read()
    {
        var found = DataCatalog.Default.Find("mobilenet-v2");
        Assert.SkipWhen(found is null, "needs META_DATA with mobilenet-v2");
        using var read = SafetensorsFile.Read(Path.Combine(found!.Folder, "mobilenet_v2_imagenet.safetensors"));
        Assert.Equal([1000, 1280], read.Tensors["classifier.1.weight"].shape);
        Assert.Contains("padding", string.Join(" ", read.Metadata.Keys.Concat(read.Metadata.Values)));
    }

    private static byte[] Length(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }
}
