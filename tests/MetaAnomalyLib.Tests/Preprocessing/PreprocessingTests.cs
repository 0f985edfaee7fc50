using System.Text.Json;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Preprocessing;
using MetaAnomalyLib.Tests.Data;
using Microsoft.Data.Analysis;

namespace MetaAnomalyLib.Tests.Preprocessing;

public sealed class PreprocessingTests
{
    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "preprocessing.json"))).RootElement;

    private static readonly float[,] X = Matrix("x");
    private static readonly int Train = Golden.GetProperty("train").GetInt32();

    public static TheoryData<string, Step> Steps => new()
    {
        { "standard", new StandardScaler() },
        { "minMax", new MinMaxScaler() },
        { "robust", new RobustScaler() },
        { "mean", new Imputer() },
        { "median", new Imputer(ImputeStrategy.Median) },
        { "constant", new Imputer(ImputeStrategy.Constant, Constant: -1) },
        { "indicators", new Imputer(ImputeStrategy.Median, AddIndicators: true) },
    };

    [Theory]
    [MemberData(nameof(Steps), DisableDiscoveryEnumeration = true)]
    public void A_step_gives_what_scikit_learn_gives(string name, Step step)
    {
        var actual = step.Fit(Rows(X, 0, Train)).Transform(X);
        var expected = Matrix(name);
        Assert.Equal((expected.GetLength(0), expected.GetLength(1)), (actual.GetLength(0), actual.GetLength(1)));
        Assert.All(expected.Cast<float>().Zip(actual.Cast<float>()), pair => Assert.True(
            float.IsNaN(pair.First) ? float.IsNaN(pair.Second) : Math.Abs(pair.First - pair.Second) <= 1e-6 * Math.Max(
                1, Math.Abs(pair.First)),
            $"expected {pair.First}, was {pair.Second}"));
    }

    [Theory]
    [MemberData(nameof(Steps), DisableDiscoveryEnumeration = true)]
    public void Only_the_training_part_is_learned_from(string name, Step step)
    {
        var fitted = step.Fit(Rows(X, 0, Train));
        Assert.Equal(Rows(fitted.Transform(X), 0, Train), fitted.Transform(Rows(X, 0, Train)));
        Assert.False(step.IsFitted, $"{name}: Fit must leave the unfitted step as it was");
    }

    [Theory]
    [MemberData(nameof(Steps), DisableDiscoveryEnumeration = true)]
    public void Misuse_is_refused(string name, Step step)
    {
        Assert.Contains("not fitted", Assert.Throws<InvalidOperationException>(() => step.Transform(X)).Message);
        Assert.Contains("not fitted", Assert.Throws<InvalidOperationException>(() => step.Names(["a"])).Message);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => step.Fit(new float[0, 3])).Message);
        Assert.Contains("infinite", Assert.Throws<ArgumentException>(() => step.Fit(new[,] { { float.NegativeInfinity } })).Message);
        Assert.Contains("fitted on 5", Assert.Throws<ArgumentException>(() => step.Fit(X).Transform(new float[1, 4])).Message);
        Assert.NotEmpty(name);
    }

    [Fact]
    public void A_constant_column_becomes_zero_and_an_empty_one_is_defined()
    {
        var x = new[,] { { 0.1f, float.NaN }, { 0.1f, float.NaN }, { 0.1f, float.NaN } };
        foreach (var step in new Step[] { new StandardScaler(), new MinMaxScaler(), new RobustScaler() })
            Assert.Equal(new[,] { { 0f, float.NaN }, { 0f, float.NaN }, { 0f, float.NaN } }, step.Fit(x).Transform(x));
        Assert.Equal(7, new Imputer(Constant: 7).Fit(x).Transform(x)[0, 1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Imputer(Constant: float.NaN).Fit(x));
    }

    [Fact]
    public void Standardised_training_columns_have_mean_0_and_deviation_1()
    {
        var random = new Random(0);
        for (var round = 0; round < 50; round++)
        {
            var x = new float[random.Next(2, 200), 1];
            for (var row = 0; row < x.GetLength(0); row++)
                x[row, 0] = (float)((random.NextDouble() - 0.3) * Math.Pow(10, round % 9 - 4));
            var z = new StandardScaler().Fit(x).Transform(x).Cast<float>().ToArray();
            Assert.Equal(0, z.Average(v => (double)v), 5);
            Assert.Equal(1, z.Average(v => (double)v * v), 4);
        }
    }

    [Fact]
    public void One_hot_columns_are_those_of_scikit_learn_and_unknown_categories_are_zeros()
    {
        var encoder = new OneHotEncoder().Fit(Texts(0, Train), "colour", "letter");
        Assert.Equal(Matrix("oneHot"), encoder.Transform(Texts(0, 11)));
        Assert.Equal(["colour=Red", "colour=blue", "colour=green", "colour=red", "letter=a", "letter=b", "letter=c"], encoder.Names());
    }

    [Fact]
    public void Unknown_categories_can_be_refused_and_missing_ones_are_their_own()
    {
        var train = new DataFrame(new StringDataFrameColumn("c", ["a", null, "b"]));
        var encoder = new OneHotEncoder(UnknownCategory.Refuse).Fit(train, "c");
        Assert.Equal(["c=a", "c=b", "c=missing"], encoder.Names());
        Assert.Equal(new float[,] { { 1, 0, 0 }, { 0, 0, 1 }, { 0, 1, 0 } }, encoder.Transform(train));
        Assert.Contains("'x' was not in the training part", Assert.Throws<ArgumentException>(
            () => encoder.Transform(new DataFrame(new StringDataFrameColumn("c", ["a", "x"])))).Message);
        Assert.Throws<InvalidOperationException>(() => new OneHotEncoder().Transform(train));
        Assert.Throws<InvalidOperationException>(() => new OneHotEncoder().Names());
        Assert.Throws<ArgumentException>(() => new OneHotEncoder().Fit(new DataFrame(new Int64DataFrameColumn("n", [1L])), "n"));
    }

    [Fact]
    public void A_preprocessor_turns_a_frame_into_named_features_and_labels()
    {
        var preprocessor = new Preprocessor(new Imputer(ImputeStrategy.Median, AddIndicators: true), new MinMaxScaler()).Fit(Frame(), "y");

        var data = preprocessor.Transform(Frame(), "y", anomaly: "bad");

        Assert.Equal(["age", "flag", "age is missing", "colour=blue", "colour=red"], data.FeatureNames);
        Assert.Equal(new[,] { { 0f, 1, 0, 0, 1 }, { 0.5f, 0, 1, 1, 0 }, { 1f, 1, 0, 0, 1 } }, data.X);
        Assert.Equal([0, 1, 0], data.Y);
        data.Validate(needsBothClasses: true);
    }

    [Fact]
    public void Saved_and_loaded_it_gives_the_same_bits_in_any_culture() => TestFiles.InGerman(() =>
    {
        var random = new Random(3);
        var frame = new DataFrame(
            new DoubleDataFrameColumn(
                "x", Enumerable.Range(0, 100).Select(i => i % 7 == 0 ? null : (double?)(random.NextDouble() * 1e-3 / 3))),
            new DoubleDataFrameColumn("z", Enumerable.Range(0, 100).Select(_ => Math.Pow(random.NextDouble(), 9) * 1e9)),
            new StringDataFrameColumn("c", Enumerable.Range(0, 100).Select(i => i % 5 == 0 ? null : "\u2603\"" + i % 3)));
        foreach (var scaler in new Step[] { new StandardScaler(), new MinMaxScaler(), new RobustScaler() })
        {
            var unfitted = new Preprocessor(
                new Imputer(AddIndicators: true), scaler) { Encoder = new OneHotEncoder(UnknownCategory.Refuse) };
            var fitted = unfitted.Fit(frame);
            var loaded = Preprocessor.FromJson(fitted.ToJson());
            Assert.Equal(
                fitted.Transform(frame).Cast<float>().Select(BitConverter.SingleToInt32Bits),
                loaded.Transform(frame).Cast<float>().Select(BitConverter.SingleToInt32Bits));
            Assert.Equal(fitted.FeatureNames, loaded.FeatureNames);
            Assert.Equal(fitted.ToJson(), loaded.ToJson());
        }
    });

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"steps\": [{\"step\": \"unheard\"}]}")]
    [InlineData("{\"steps\": [], \"surprise\": 1}")]
    [InlineData("{\"steps\": [{\"constant\": 1}]}")]
    [InlineData("{\"steps\": null}")]
    [InlineData("{\"steps\": [], \"encoder\": null}")]
    public void Other_json_is_refused(string json) => Assert.Throws<DataFormatException>(() => Preprocessor.FromJson(json));

    [Fact]
    public void A_preprocessor_refuses_misuse()
    {
        var preprocessor = new Preprocessor(new StandardScaler());
        Assert.Throws<InvalidOperationException>(() => preprocessor.Transform(Frame()));
        Assert.Throws<InvalidOperationException>(() => preprocessor.FeatureNames);
        Assert.Contains("'label'", Assert.Throws<ArgumentException>(() => preprocessor.Fit(Frame(), "label")).Message);
        Assert.Throws<ArgumentException>(() => preprocessor.Fit(Frame().Head(0)));
        Assert.Throws<ArgumentException>(() => preprocessor.Fit(Frame(), "age", "flag", "colour", "y"));
        Assert.Throws<ArgumentException>(
            () => preprocessor.Fit(Frame(), "y").Transform(new DataFrame(new Int64DataFrameColumn("age", [1L]))));
    }

    [Fact]
    public void German_credit_becomes_61_numbers_between_0_and_1()
    {
        var found = DataCatalog.Default.Find("credit-g");
        Assert.SkipUnless(found is not null, "credit-g.arff is not there: run data/fetch-credit-g");
        var frame = ArffReader.Read(found.Files[0]);
        var split = Splits.Stratified(frame.ToLabels("class", "bad"), validation: 0.2, test: 0.2, seed: 1);
        var preprocessor = new Preprocessor(new Imputer(), new MinMaxScaler()).Fit(frame[split.Train], "class");

        var train = preprocessor.Transform(frame[split.Train], "class", "bad").Validate(needsBothClasses: true);
        var test = preprocessor.Transform(frame[split.Test], "class", "bad").Validate(needsBothClasses: true);

        Assert.Equal((600, 180, 200, 60), (train.Count, train.Anomalies, test.Count, test.Anomalies));
        Assert.Equal(61, preprocessor.FeatureNames.Count);
        Assert.All(train.X.Cast<float>(), value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void Text_alone_and_numbers_alone_are_enough()
    {
        Assert.Equal(2, new Preprocessor().Fit(Frame(), "y", "age", "flag").Transform(Frame()).GetLength(1));
        Assert.Equal(1, new Preprocessor().Fit(Frame(), "y", "colour", "flag").Transform(Frame()).GetLength(1));
    }

    private static DataFrame Frame() => new(
        new DoubleDataFrameColumn("age", [20, null, 40]), new BooleanDataFrameColumn("flag", [true, false, true]),
        new StringDataFrameColumn("colour", ["red", "blue", "red"]), new StringDataFrameColumn("y", ["good", "bad", "good"]));

    private static DataFrame Texts(int first, int count)
    {
        var rows = Golden.GetProperty("texts").EnumerateArray().Skip(first).Take(count).ToList();
        return new DataFrame(
            new StringDataFrameColumn("colour", rows.Select(r => r[0].GetString())),
            new StringDataFrameColumn("letter", rows.Select(r => r[1].GetString())));
    }

    private static float[,] Matrix(string name)
    {
        var rows = Golden.GetProperty(name).EnumerateArray().Select(
            r => r.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? float.NaN : v.GetSingle()).ToArray()).ToList();
        var matrix = new float[rows.Count, rows[0].Length];
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows[0].Length; column++)
                matrix[row, column] = rows[row][column];
        }
        return matrix;
    }

    private static float[,] Rows(float[,] x, int first, int count)
    {
        var result = new float[count, x.GetLength(1)];
        Array.Copy(x, first * x.GetLength(1), result, 0, result.Length);
        return result;
    }
}
