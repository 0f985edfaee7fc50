using MetaAnomalyLib.Tests.Detectors;
using MetaAnomalyLib.Training;

namespace MetaAnomalyLib.Tests.Training;

public sealed class SampleQualityTests
{
    [Fact]
    public void Other_rows_of_the_same_kind_are_precise_complete_and_as_varied()
    {
        var quality = SampleQuality.Of(DetectorCases.Cloud(600, seed: 1), DetectorCases.Cloud(600, seed: 2));
        Assert.InRange(quality.Precision, 0.9, 1);
        Assert.InRange(quality.Recall, 0.9, 1);
        Assert.InRange(quality.Coverage, 0.9, 1);
        Assert.Equal(1, quality.Diversity, 0.1);
    }

    [Fact]
    public void Rows_that_are_all_alike_look_real_and_cover_nothing()
    {
        var collapsed = DetectorCases.Filled(600, 0);
        for (var row = 0; row < 600; row++) collapsed[row, 0] = row * 1e-4f;
        var quality = SampleQuality.Of(DetectorCases.Cloud(600), collapsed);
        Assert.InRange(quality.Precision, 0.9, 1);
        Assert.InRange(quality.Recall, 0, 0.05);
        Assert.InRange(quality.Coverage, 0, 0.2);
        Assert.InRange(quality.Diversity, 0, 0.05);
    }

    [Fact]
    public void Rows_far_from_the_data_are_not_precise()
    {
        var far = DetectorCases.Cloud(300, seed: 2);
        for (var row = 0; row < 300; row++) far[row, 0] += 40;
        Assert.Equal(0, SampleQuality.Of(DetectorCases.Cloud(300), far).Precision);
    }

    [Fact]
    public void The_four_numbers_are_those_of_a_case_small_enough_to_count()
    {
        // Real at 0, 1, 3; generated at 1.5, 2.5, 9. One neighbour: real balls reach 1, 1, 2, generated ones 1, 1, 6.5.
        var quality = SampleQuality.Of(new float[,] { { 0 }, { 1 }, { 3 } }, new float[,] { { 1.5f }, { 2.5f }, { 9 } }, neighbours: 1);
        Assert.Equal(2 / 3.0, quality.Precision, 9);   // 9 lies in none
        Assert.Equal(2 / 3.0, quality.Recall, 9);      // 0 lies in none
        Assert.Equal(2 / 3.0, quality.Coverage, 9);    // the ball of 0 holds none
        Assert.Equal(15 / 6.0, quality.Diversity, 9);
    }

    [Fact]
    public void Too_few_rows_and_other_widths_are_refused()
    {
        Assert.Contains("at least 6", Assert.Throws<ArgumentException>(() => SampleQuality.Of(DetectorCases.Cloud(5), DetectorCases.Cloud(9))).Message);
        Assert.Contains("3 features", Assert.Throws<ArgumentException>(() => SampleQuality.Of(DetectorCases.Cloud(9), DetectorCases.Cloud(9, width: 3))).Message);
    }
}
