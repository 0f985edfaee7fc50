using MetaAnomalyLib.Data;
using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Episodes;

[Collection(nameof(Torch))]
public sealed class OmniglotTests
{
    [Fact]
    public void The_parts_have_the_classes_of_the_split_and_share_none()
    {
        SkipWithoutData();
        using var train = Omniglot.Read(OmniglotPart.Train);
        using var validation = Omniglot.Read(OmniglotPart.Validation);
        using var test = Omniglot.Read(OmniglotPart.Test);
        Assert.Equal((4112, 688, 1692), (train.Classes, validation.Classes, test.Classes));
        Assert.Equal([4112L * 20, 1, 28, 28], train.Items.shape);
        Assert.Equal(20, train.SmallestClass);
        static IEnumerable<string> Characters(ClassPool pool) => pool.Names.Select(name => name[..name.LastIndexOf('/')]).Distinct();
        Assert.Equal(1028 + 172 + 423, Characters(train).Concat(Characters(validation)).Concat(Characters(test)).Distinct().Count());
    }

    [Fact]
    public void A_turned_character_is_a_class_of_its_own_with_the_turned_pictures()
    {
        SkipWithoutData();
        using var turned = Omniglot.Read(OmniglotPart.Validation);
        using var upright = Omniglot.Read(OmniglotPart.Validation, rotations: false);
        Assert.Equal(172, upright.Classes);
        using var scope = NewDisposeScope();
        Tensor Picture(ClassPool pool, string name) => pool.Items[pool.RowsOf(pool.Names.ToList().IndexOf(name))[7]][0];
        var original = Picture(upright, "Hebrew/character01/rot000");
        Assert.InRange(original.gt(0).sum().item<long>(), 20, 400);   // ink on an empty ground
        foreach (var (name, turns) in new[] { ("rot000", 0), ("rot090", 1), ("rot180", 2), ("rot270", 3) })
            Assert.True(Picture(turned, "Hebrew/character01/" + name).equal(original.rot90(turns, (0, 1))).all().item<bool>());
    }

    private static void SkipWithoutData() =>
        Assert.SkipWhen(DataCatalog.Default.Find("omniglot") is null, "Omniglot is not on this machine; name its folder in META_DATA.");
}
