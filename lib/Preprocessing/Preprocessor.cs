using System.Text.Json;
using System.Text.Json.Serialization;
using MetaAnomalyLib.Data;
using Microsoft.Data.Analysis;

namespace MetaAnomalyLib.Preprocessing;

/// <summary>From a data frame to the matrix that a model takes: numbers through the steps, text through one-hot encoding, with a name for
/// every feature. Fitted on the training part only, and saved with the model.</summary>
/// <example><code>
/// var preprocessor = new Preprocessor(new Imputer(ImputeStrategy.Median, AddIndicators: true), new StandardScaler()).Fit(train, exclude:
/// ["Class"]); float[,] x = preprocessor.Transform(test);
/// </code></example>
public sealed record Preprocessor
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    /// <summary>A preprocessor whose numbers go through the given steps, in order.</summary>
    public Preprocessor(params IReadOnlyList<Step> steps) => Steps = steps ?? throw new ArgumentNullException(nameof(steps));

    /// <summary>The steps for the numbers.</summary>
    public IReadOnlyList<Step> Steps { get; init; }

    /// <summary>The encoder for text columns. Default: unknown categories become zeros.</summary>
    public OneHotEncoder Encoder { get; init; } = new();

    /// <summary>Names of the columns with numbers or booleans, in order; null before fitting.</summary>
    public IReadOnlyList<string>? Numbers { get; init; }

    /// <summary>Whether it has seen a training part.</summary>
    [JsonIgnore]
    public bool IsFitted => Numbers is not null;

    /// <summary>Names of the resulting features: numbers, indicators, categories.</summary>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    [JsonIgnore]
    public IReadOnlyList<string> FeatureNames
        => [.. Steps.Aggregate(RequireFitted(), (names, step) => step.Names(names)), .. Encoder.Names()];

    /// <summary>A preprocessor fitted on the training part.</summary>
    /// <param name="train">Training rows only: statistics of other rows would leak into them.</param>
    /// <param name="exclude">Columns to leave out, such as the label.</param>
    /// <exception cref="ArgumentException">There are no rows or no columns.</exception>
    public Preprocessor Fit(DataFrame train, params IReadOnlyList<string> exclude)
    {
        ArgumentNullException.ThrowIfNull(train);
        foreach (var name in exclude.Where(name => train.Columns.IndexOf(name) < 0))
            throw new ArgumentException(
                $"There is no column '{name}' to exclude. There are: {string.Join(", ", train.Columns.Select(c => c.Name))}.",
                nameof(exclude));
        var columns = train.Columns.Where(column => !exclude.Contains(column.Name)).ToList();
        var texts = columns.OfType<StringDataFrameColumn>().Select(column => column.Name).ToArray();
        var numbers = columns.Where(column => column is not StringDataFrameColumn).Select(column => column.Name).ToArray();
        if (columns.Count == 0 || train.Rows.Count == 0)
            throw new ArgumentException(
                $"The training part has {train.Rows.Count} rows and {columns.Count} columns to use; at least one of each is needed.",
                nameof(train));
        var x = Matrix(train, numbers);
        var steps = new List<Step>();
        foreach (var step in Steps)
        {
            steps.Add(step.Fit(x));
            x = steps[^1].Transform(x);
        }
        return this with { Steps = steps, Encoder = Encoder.Fit(train, texts), Numbers = numbers };
    }

    /// <summary>The features of a frame, <c>[rows, features]</c>.</summary>
    /// <param name="frame">A frame with the columns of the training part; others are ignored.</param>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    /// <exception cref="ArgumentException">A column is missing or of another kind.</exception>
    public float[,] Transform(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var numbers = Steps.Aggregate(Matrix(frame, RequireFitted()), (x, step) => step.Transform(x));
        return Beside(numbers, Encoder.Transform(frame));
    }

    /// <summary>The features and labels of a frame.</summary>
    /// <inheritdoc cref="Transform(DataFrame)"/>
    /// <param name="frame">A frame with the columns of the training part and the label.</param>
    /// <param name="labelColumn">Name of the label column.</param>
    /// <param name="anomaly">The value that marks an anomaly, as text.</param>
    public LabeledData Transform(DataFrame frame, string labelColumn, string anomaly = "1")
        => new(Transform(frame), frame.ToLabels(labelColumn, anomaly), FeatureNames);

    /// <summary>Everything that was learned, as json. Reading it gives the same results to the last bit.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>A preprocessor from <see cref="ToJson"/>.</summary>
    /// <exception cref="DataFormatException">The text is not what ToJson writes.</exception>
    public static Preprocessor FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Preprocessor>(json, Json) ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            throw new DataFormatException("preprocessor", e.Message, "json written by Preprocessor.ToJson", "Fit it again and save it.", e);
        }
    }

    private IReadOnlyList<string> RequireFitted()
        => Numbers
            ?? throw new InvalidOperationException(
                "The preprocessor is not fitted. Call Fit on the training part first, and use what it returns.");

    /// <summary>No names means no columns here, not all of them.</summary>
    private static float[,] Matrix(DataFrame frame, IReadOnlyList<string> columns)
        => columns.Count == 0 ? new float[frame.Rows.Count, 0] : frame.ToMatrix(columns);

    private static float[,] Beside(float[,] left, float[,] right)
    {
        var (rows, leftWidth, rightWidth) = (left.GetLength(0), left.GetLength(1), right.GetLength(1));
        var result = new float[rows, leftWidth + rightWidth];
        for (var row = 0; row < rows; row++)
        {
            Array.Copy(left, (long)row * leftWidth, result, (long)row * (leftWidth + rightWidth), leftWidth);
            Array.Copy(right, (long)row * rightWidth, result, (long)row * (leftWidth + rightWidth) + leftWidth, rightWidth);
        }
        return result;
    }
}
