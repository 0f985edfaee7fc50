using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Training;

namespace MetaAnomalyLib.Tests.Detectors;

/// <summary>Every detector of the catalog, and the rows that the contract is tried on.</summary>
internal static class DetectorCases
{
    public const int Width = 4;

    public static IEnumerable<TheoryDataRow<string>> All => DetectorCatalog.All.Where(kind => kind.Weights is null || DataCatalog.Default.Find(kind.Weights) is not null)
        .Select(kind => new TheoryDataRow<string>(kind.Name));

    /// <summary>Features of the rows that a kind is tried on, of fewer, and of the fewest that it takes: images are 8 by 8 and 4 by 4.</summary>
    public static (int Usual, int Fewer, int Fewest) Widths(string name) => DetectorCatalog.Find(name).ForImages ? (64, 16, 16) : (Width, 3, 1);

    /// <summary>With default options, but for training that would take long.</summary>
    public static Detector Create(string name, int seed = 0) => name switch
    {
        "GANomaly" => new Ganomaly(new() { Seed = seed, Training = new() { Epochs = 10, GeneratorRate = 1e-3 } }),
        "AnoGAN" => new AnoGan(new() { Seed = seed, Training = new() { Epochs = 10, GeneratorRate = 1e-3 }, Search = new() { Steps = 20 } }),
        "f-AnoGAN" => new FastAnoGan(new() { Seed = seed, Training = new() { Epochs = 10, GeneratorRate = 1e-3 }, EncoderTraining = new() { Epochs = 10 } }),
        "ConvAnoGAN" => new ConvolutionalAnoGan(new() { Seed = seed, Filters = [4], Training = new() { Epochs = 2 }, Search = new() { Steps = 3, Starts = 4 } }),
        "Conv-f-AnoGAN" => new ConvolutionalFastAnoGan(new() { Seed = seed, Filters = [4], Training = new() { Epochs = 2 }, EncoderTraining = new() { Epochs = 3 } }),
        "ConvGANomaly" => new ConvolutionalGanomaly(new() { Seed = seed, Filters = [4], Training = new() { Epochs = 2 } }),
        "DAGMM" => new DeepGaussianMixture(new() { Seed = seed, Training = new() { Epochs = 20, BatchSize = 64 } }),
        "ICL" => new InternalContrastive(new() { Seed = seed, Units = 32, Orders = 2, Training = new() { Epochs = 8, BatchSize = 64, LearningRate = 1e-2 } }),
        "VAE" => new DenseVariationalAutoencoder(new() { Seed = seed, Training = new() { Epochs = 20, BatchSize = 64 } }),
        "ConvAE" => new ConvolutionalAutoencoder(new() { Seed = seed, Training = new() { Epochs = 6, BatchSize = 64 } }),
        "ConvVAE" => new ConvolutionalVariationalAutoencoder(new() { Seed = seed, Training = new() { Epochs = 6, BatchSize = 64 } }),
        "GaussianAD" => new PretrainedGaussian(new() { Seed = seed, Sizes = [32] }),
        "MaskedFeatures" => new MaskedFeatures(new() { Seed = seed, Training = new() { Epochs = 15, BatchSize = 64 } }),
        "GEOM" => new TransformPrediction(new() { Seed = seed, Filters = [8, 8], Latent = 16, Validation = 0, Training = new() { Epochs = 8, BatchSize = 64, LearningRate = 5e-3 } }),   // its rows have no right way up: it learns them by heart
        "Embedded" => new EmbeddedDetector(new() { Seed = seed, EmbeddingOptions = $$"""{"Seed":{{seed}},"Training":{"Epochs":15,"BatchSize":64} }""" }),
        "Ensemble" => new Ensemble(new() { Seed = seed, Members = ["DTE-NP", "GMM", "IForest"] }),   // its default has ICL
        _ => DetectorCatalog.Find(name).Create(seed),
    };

    /// <summary>Normal rows: correlated Gaussian features.</summary>
    public static float[,] Cloud(int rows, int seed = 1, int width = Width)
    {
        var random = new Seed(seed).Random("cloud");
        var x = new float[rows, width];
        for (var row = 0; row < rows; row++)
        {
            var shared = Normal();
            for (var column = 0; column < width; column++) x[row, column] = (float)(0.6 * shared + 0.8 * Normal());
        }
        return x;

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    public static float[,] Filled(int rows, float value, int width = Width)
    {
        var x = new float[rows, width];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < width; column++) x[row, column] = value;
        return x;
    }
}
