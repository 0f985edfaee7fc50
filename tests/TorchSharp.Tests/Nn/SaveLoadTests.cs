using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Nn;

[LeavesNoTensor]
public sealed class SaveLoadTests
{
    [Fact]
    public void A_saved_network_loads_with_every_bit()
    {
        using var first = new ModuleTests.Net();
        using var second = new ModuleTests.Net();
        var loaded = new Dictionary<string, bool>();
        second.load(new MemoryStream(Bytes(first)), loadedParameters: loaded);
        Assert.Equal(Bytes(first), Bytes(second));
        Assert.Equal(first.state_dict().Keys.Order(), loaded.Keys.Order());
        Assert.All(loaded.Values, Assert.True);
    }

    [Fact]
    public void Through_a_file_too()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var first = Linear(3, 2);
            using var second = Linear(3, 2);
            first.save(file);
            Assert.Same(second, second.load(file));
            Assert.Equal(Bytes(first), Bytes(second));
        }
        finally
        {
            File.Delete(file);
        }
        using var third = Linear(3, 2);
        Assert.Throws<FileNotFoundException>(() => third.load(file));
    }

    [Fact]
    public void A_layer_is_stored_as_TorchSharp_documents_it()
    {
        using var layer = Linear(2, 1, hasBias: false);
        using (no_grad()) layer.weight.fill_(1);
        // one entry; the name; element type 6; two dimensions of 1 and 2; the elements
        Assert.Equal([1, 6, .. "weight"u8, 6, 2, 1, 2, 0, 0, 128, 63, 0, 0, 128, 63], Bytes(layer));
    }

    [Fact]
    public void Skipped_entries_keep_their_values()
    {
        using var first = Linear(3, 2);
        using var second = Linear(3, 2);
        var bias = second.bias!.data<float>().ToArray();
        second.load(new MemoryStream(Bytes(first)), skip: ["bias"]);
        Assert.Equal(first.weight.data<float>().ToArray(), second.weight.data<float>().ToArray());
        Assert.Equal(bias, second.bias!.data<float>().ToArray());
    }

    [Fact]
    public void Without_strictness_the_common_entries_are_loaded()
    {
        using var first = Linear(3, 2);
        using var second = Linear(3, 2, hasBias: false);
        var loaded = new Dictionary<string, bool>();
        second.load(new MemoryStream(Bytes(first)), strict: false, loadedParameters: loaded);
        Assert.Equal(first.weight.data<float>().ToArray(), second.weight.data<float>().ToArray());
        Assert.False(loaded["bias"]);
    }

    public static TheoryData<string> Misfits => ["names", "count", "shape", "type"];

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_file_of_another_network_is_refused_and_changes_nothing(string misfit)
    {
        using var target = Sequential(("a", Linear(3, 2)), ("b", Linear(2, 2)));
        using Module source = misfit switch
        {
            "names" => Sequential(("a", Linear(3, 2)), ("c", Linear(2, 2))),
            "count" => Sequential(("a", Linear(3, 2)), ("b", Linear(2, 2)), ("c", Linear(2, 2))),
            "shape" => Sequential(("a", Linear(3, 2)), ("b", Linear(2, 3))),
            _ => Sequential(("a", Linear(3, 2)), ("b", Linear(2, 2))).to(ScalarType.Float64),
        };
        var before = Bytes(target);
        Assert.Throws<ArgumentException>(() => target.load(new MemoryStream(Bytes(source))));
        Assert.Equal(before, Bytes(target));
    }

    [Fact]
    public void A_truncated_file_is_refused_at_every_length_and_changes_nothing()
    {
        using var source = Sequential(Linear(3, 2), BatchNorm1d(2));
        using var target = Sequential(Linear(3, 2), BatchNorm1d(2));
        var file = Bytes(source);
        var before = Bytes(target);
        for (var length = 0; length < file.Length; length++)
        {
            var part = new MemoryStream(file, 0, length);
            Assert.ThrowsAny<Exception>(() => target.load(part));
            Assert.Equal(before, Bytes(target));
        }
    }

    [Fact]
    public void A_damaged_byte_is_refused_or_is_data()
    {
        using var source = Sequential(Linear(3, 2), BatchNorm1d(2));
        var file = Bytes(source);
        for (var at = 0; at < file.Length; at++)
        {
            using var target = Sequential(Linear(3, 2), BatchNorm1d(2));
            var before = Bytes(target);
            var damaged = (byte[])file.Clone();
            damaged[at] ^= 0x81;
            try
            {
                target.load(new MemoryStream(damaged));
            }
            catch (Exception e) when (e is ArgumentException or InvalidDataException)
            {
                Assert.Equal(before, Bytes(target));
                continue;
            }
            Assert.Equal(damaged, Bytes(target));   // the byte was part of a weight
        }
    }

    [Fact]
    public void A_header_that_promises_more_than_there_is_allocates_nothing()
    {
        using var target = Linear(3, 2);
        byte[] file = [2, 1, (byte)'x', 6, 1, 0xff, 0xff, 0xff, 0xff, 0x7f];
        Assert.ThrowsAny<Exception>(() => target.load(new MemoryStream(file), strict: false));
    }

    internal static byte[] Bytes(Module module)
    {
        var stream = new MemoryStream();
        module.save(stream);
        return stream.ToArray();
    }
}
