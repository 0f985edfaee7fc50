using System.Text.Json;

namespace MetaAnomalyLib.Detectors;

/// <summary>One kind of detector.</summary>
/// <param name="Name">As result tables and files call it.</param>
/// <param name="Type">The class.</param>
/// <param name="Create">A detector with default options and this seed.</param>
/// <param name="FromJson">A detector with options read from JSON.</param>
/// <param name="ForImages">Whether its rows must be images, flattened: channel by channel, line by line, as high as wide.</param>
public sealed record DetectorKind(string Name, Type Type, Func<int, Detector> Create, Func<string, Detector> FromJson, bool ForImages)
{
    /// <summary>The entry of the data catalog with the weights that fitting needs; null where it needs none.</summary>
    public string? Weights { get; init; }
}

/// <summary>Every detector of the library, by the name that the literature uses.</summary>
public static class DetectorCatalog
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<DetectorKind> All { get; } =
    [
        Kind<NearestNeighboursOptions>("kNN", options => new NearestNeighbours(options)),
        Kind<LocalOutlierFactorOptions>("LOF", options => new LocalOutlierFactor(options)),
        Kind<DiffusionTimeOptions>("DTE-NP", options => new DiffusionTime(options)),
        Kind<MahalanobisOptions>("Mahalanobis", options => new Mahalanobis(options)),
        Kind<RobustCovarianceOptions>("MCD", options => new RobustCovariance(options)),
        Kind<PrincipalComponentsOptions>("PCA", options => new PrincipalComponents(options)),
        Kind<KernelDensityOptions>("KDE", options => new KernelDensity(options)),
        Kind<GaussianMixtureOptions>("GMM", options => new GaussianMixture(options)),
        Kind<IsolationForestOptions>("IForest", options => new IsolationForest(options)),
        Kind<TailProbabilityOptions>("ECOD", options => new TailProbability(options)),
        Kind<OneClassSvmOptions>("OCSVM", options => new OneClassSvm(options)),
        Kind<DenseAutoencoderOptions>("AE", options => new DenseAutoencoder(options)),
        Kind<ConvolutionalAutoencoderOptions>("ConvAE", options => new ConvolutionalAutoencoder(options), forImages: true),
        Kind<DenseVariationalAutoencoderOptions>("VAE", options => new DenseVariationalAutoencoder(options)),
        Kind<ConvolutionalVariationalAutoencoderOptions>("ConvVAE", options => new ConvolutionalVariationalAutoencoder(options), forImages: true),
        Kind<AnoGanOptions>("AnoGAN", options => new AnoGan(options)),
        Kind<FastAnoGanOptions>("f-AnoGAN", options => new FastAnoGan(options)),
        Kind<GanomalyOptions>("GANomaly", options => new Ganomaly(options)),
        Kind<ConvolutionalAnoGanOptions>("ConvAnoGAN", options => new ConvolutionalAnoGan(options), forImages: true),
        Kind<ConvolutionalFastAnoGanOptions>("Conv-f-AnoGAN", options => new ConvolutionalFastAnoGan(options), forImages: true),
        Kind<ConvolutionalGanomalyOptions>("ConvGANomaly", options => new ConvolutionalGanomaly(options), forImages: true),
        Kind<DeepSvddOptions>("DeepSVDD", options => new DeepSvdd(options)),
        Kind<DeepGaussianMixtureOptions>("DAGMM", options => new DeepGaussianMixture(options)),
        Kind<InternalContrastiveOptions>("ICL", options => new InternalContrastive(options)),
        Kind<PretrainedGaussianOptions>("GaussianAD", options => new PretrainedGaussian(options), forImages: true) with { Weights = "mobilenet-v2" },
        Kind<MaskedFeaturesOptions>("MaskedFeatures", options => new MaskedFeatures(options)),
        Kind<TransformPredictionOptions>("GEOM", options => new TransformPrediction(options), forImages: true),
        Kind<EmbeddedDetectorOptions>("Embedded", options => new EmbeddedDetector(options)),
        Kind<EnsembleOptions>("Ensemble", options => new Ensemble(options)),
        Kind<RobustEnsembleOptions>("RobustEnsemble", options => new RobustEnsemble(options)),
        Kind<Meta.FewLabelOptions>("FewLabel", options => new Meta.FewLabelDetector(options)),
    ];

    /// <summary>The kind of a name, in any case.</summary>
    /// <exception cref="ArgumentException">There is none; the message names all.</exception>
    public static DetectorKind Find(string name) =>
        All.FirstOrDefault(kind => kind.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no detector '{name}'; there are {string.Join(", ", All.Select(kind => kind.Name))}.", nameof(name));

    internal static string NameOf(Detector detector) => All.First(kind => kind.Type == detector.GetType()).Name;

    private static DetectorKind Kind<TOptions>(string name, Func<TOptions, Detector<TOptions>> create, bool forImages = false) where TOptions : DetectorOptions, new()
    {
        using var sample = create(new TOptions());
        return new(name, sample.GetType(), seed => create(new TOptions { Seed = seed }),
            json => create(JsonSerializer.Deserialize<TOptions>(json) ?? throw new JsonException("options is null")), forImages);
    }
}
