using System.Buffers.Binary;
using System.Text.Json;
using MetaAnomalyLib.Data;
using TorchSharp;
using TorchSharp.Tests;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Data;

[Collection(nameof(Tests.Training.Torch))]
public sealed class ImageFolderTests : IDisposable
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "golden");
    private readonly TemporaryFolder folder = new(), caches = new();

    public void Dispose()
    {
        folder.Dispose();
        caches.Dispose();
    }

    public static TheoryData<string> Kinds => [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(Golden, "images.json"))).RootElement.EnumerateObject().Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_file_gives_the_pixels_that_pillow_gives(string name)
    {
        using var scope = NewDisposeScope();
        Put("a", name);
        var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(Golden, "images.json"))).RootElement.GetProperty(name);
        foreach (var side in new[] { 12, 20, 40 })
        {
            using var images = ImageFolder.Open(folder.Path, new() { Side = side });
            var expected = golden.GetProperty($"luma{side}").EnumerateArray().Select(value => value.GetSingle()).ToArray();
            var got = (images.Batch([0]) * 255).data<float>().ToArray();
            Assert.Equal(expected.Length, got.Length);
            Assert.All(expected.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 2f));
        }
    }

    [Fact]
    public void Classes_are_the_folders_and_rows_come_in_the_order_asked_for()
    {
        using var scope = NewDisposeScope();
        Put("b", "image-grey.png");
        Put("a", "image-colour.png");
        Put("a", "image-grey.png");
        File.WriteAllText(folder["notes.txt"], "no image");
        File.WriteAllText(Path.Combine(folder.Path, "a", ".DS_Store"), "no image");
        using var images = ImageFolder.Open(folder.Path, new() { Side = 8 });
        Assert.Equal(["a", "b"], images.ClassNames);
        Assert.Equal(["a/image-colour.png", "a/image-grey.png", "b/image-grey.png"], images.Files);
        Assert.Equal([0, 0, 1], images.Labels);
        var batch = images.Batch([2, 0, 1]);
        Assert.Equal([3L, 1, 8, 8], batch.shape);
        Assert.True(batch[0].allclose(batch[2], 0, 0));
        Assert.False(batch[0].allclose(batch[1]));
        Assert.Contains("from 0 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => images.Batch([3])).Message);
    }

    [Fact]
    public void Colour_is_kept_where_it_is_wanted_and_grey_repeated()
    {
        using var scope = NewDisposeScope();
        Put("a", "image-colour.png");
        Put("a", "image-grey.png");
        using var images = ImageFolder.Open(folder.Path, new() { Side = 16, Channels = 3 });
        var batch = images.Batch([0, 1]);
        Assert.True((batch[0, 0] + batch[0, 1]).allclose(ones(16, 16), 0, 0.01));   // green is made as the complement of red
        Assert.True(batch[1, 0].allclose(batch[1, 2], 0, 0));
    }

    [Fact]
    public void Four_inks_become_colours_and_a_kind_that_a_decoder_does_not_convert_is_not_called_damaged()
    {
        using var scope = NewDisposeScope();
        Put("a", "image-cmyk.jpeg");
        Put("b", "image-colour.png");
        using var images = ImageFolder.Open(folder.Path, new() { Side = 16, Channels = 3 });
        var batch = images.Batch([0, 1]);
        Assert.True((batch[0] - batch[1]).abs().mean().item<float>() < 0.02);   // the same picture but for JPEG's losses
        Assert.Contains("does not convert", ImageDecoder.FaultOf(SkiaSharp.SKCodecResult.InvalidConversion));
        Assert.Contains("too early", ImageDecoder.FaultOf(SkiaSharp.SKCodecResult.IncompleteInput));
        Assert.Contains("damaged", ImageDecoder.FaultOf(SkiaSharp.SKCodecResult.ErrorInInput));
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "empty.jpeg", "an empty file" },
        { "text.png", "no readable image" },
        { "truncated.jpeg", "ends too early" },
        { "truncated.png", "damaged" },
        { "crc.png", "damaged" },
        { "bomb.png", "60000 x 60000 pixels" },
        { "mislabelled.png", "a Jpeg image" },
        { "huge.jpeg", "at most" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_bad_file_is_refused_by_name_or_skipped_and_told(string name, string reason)
    {
        Put("a", "image-grey.png");
        Spoil(name);
        var options = new ImageFolderOptions { Side = 8, MaxBytes = 20_000 };
        var message = Assert.Throws<DataFormatException>(() => ImageFolder.Open(folder.Path, options)).Message;
        Assert.Contains($"a/{name}", message);
        if (name != "huge.jpeg") Assert.Contains(reason, message);
        using var images = ImageFolder.Open(folder.Path, options with { Bad = BadImages.Skip });
        Assert.Equal(["a/image-grey.png"], images.Files);
        Assert.Equal($"a/{name}", Assert.Single(images.Bad).Path);
    }

    [Fact]
    public void Nothing_but_bad_files_is_refused_even_where_they_are_skipped()
    {
        Directory.CreateDirectory(folder["a"]);
        Spoil("empty.jpeg");
        Assert.Throws<DataFormatException>(() => ImageFolder.Open(folder.Path, new() { Bad = BadImages.Skip }));
        Assert.Throws<DirectoryNotFoundException>(() => ImageFolder.Open(folder["nowhere"]));
        File.Delete(Path.Combine(folder["a"], "empty.jpeg"));
        Assert.Contains("no image", Assert.Throws<DataFormatException>(() => ImageFolder.Open(folder.Path)).Message);
    }

    [Fact]
    public void The_cache_spares_decoding_until_a_file_changes()
    {
        using var scope = NewDisposeScope();
        Put("a", "image-grey.png");
        Put("b", "image-colour.png");
        var options = new ImageFolderOptions { Side = 8, CachePath = caches["images"] };
        float[] first;
        using (var images = ImageFolder.Open(folder.Path, options)) first = images.Batch([0, 1]).data<float>().ToArray();
        var written = File.GetLastWriteTimeUtc(options.CachePath);
        using (var again = ImageFolder.Open(folder.Path, options)) Assert.Equal(first, again.Batch([0, 1]).data<float>().ToArray());
        Assert.Equal(written, File.GetLastWriteTimeUtc(options.CachePath));

        File.Copy(Path.Combine(folder["b"], "image-colour.png"), Path.Combine(folder["a"], "another.png"));
        using (var more = ImageFolder.Open(folder.Path, options)) Assert.Equal(3, more.Count);
        File.WriteAllBytes(options.CachePath, [1, 2, 3]);
        using (var repaired = ImageFolder.Open(folder.Path, options)) Assert.Equal(3, repaired.Count);
        File.WriteAllText(options.CachePath + ".json", "{");
        using (var repaired = ImageFolder.Open(folder.Path, options)) Assert.Equal(3, repaired.Count);
    }

    [Fact]
    public void Any_byte_of_a_file_may_be_wrong_without_more_than_that_exception()
    {
        var random = new Random(7);
        Directory.CreateDirectory(folder["a"]);
        Put("b", "image-grey.png");
        foreach (var name in new[] { "image-colour.jpeg", "image-progressive.jpg", "image-palette.png", "image-colour16.png", "image-cmyk.jpeg", "image-gamma.png" })
        {
            var bytes = File.ReadAllBytes(Path.Combine(Golden, "data", name));
            for (var i = 0; i < 40; i++)
            {
                var damaged = bytes.ToArray();
                for (var change = 0; change <= i % 4; change++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                File.WriteAllBytes(Path.Combine(folder["a"], $"{i}-{name}"), damaged[..(i % 5 == 0 ? random.Next(damaged.Length) : damaged.Length)]);
            }
        }
        using var images = ImageFolder.Open(folder.Path, new() { Side = 8, Bad = BadImages.Skip, MaxPixels = 1_000_000 });
        Assert.Equal(241, images.Count + images.Bad.Count);
        Assert.NotEmpty(images.Bad);
    }

    [Fact]
    public void No_tensor_outlives_a_batch()
    {
        Put("a", "image-grey.png");
        using var images = ImageFolder.Open(folder.Path, new() { Side = 8 });
        var before = LiveTensors.Settled();
        images.Batch([0, 0]).Dispose();
        Assert.Equal(before, Tensor.TotalCount);
    }

    private void Put(string label, string name)
    {
        Directory.CreateDirectory(folder[label]);
        File.Copy(Path.Combine(Golden, "data", name), Path.Combine(folder[label], name));
    }

    private void Spoil(string name)
    {
        var (jpeg, png) = (File.ReadAllBytes(Path.Combine(Golden, "data", "image-colour.jpeg")), File.ReadAllBytes(Path.Combine(Golden, "data", "image-colour.png")));
        File.WriteAllBytes(Path.Combine(folder["a"], name), name switch
        {
            "empty.jpeg" => [],
            "text.png" => "not an image, though it is called one"u8.ToArray(),
            "truncated.jpeg" => jpeg[..(jpeg.Length * 3 / 4)],
            "truncated.png" => png[..(png.Length / 2)],
            "crc.png" => Flipped(png, png.Length / 2),
            "bomb.png" => Bomb(png),
            "mislabelled.png" => jpeg,
            _ => [.. jpeg, .. new byte[30_000]],
        });
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        bytes[at] ^= 0xFF;
        return bytes;
    }

    // The header of a small file claims 3.6 billion pixels, with a right checksum.
    private static byte[] Bomb(byte[] png)
    {
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 60000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 60000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32.Update(Crc32.Start, png.AsSpan(12, 17)) ^ 0xFFFFFFFF);
        return png;
    }
}
