namespace TorchSharp.Tests.Golden;

/// <summary>Random numbers: the same seed gives PyTorch's stream, and states can be kept, restored and kept apart.</summary>
public sealed class RandomStreamTests
{
    private static readonly Dictionary<string, Func<Generator?, Tensor>> Streams = new()
    {
        ["randn"] = g => randn(3, 7, generator: g),
        ["randn double"] = g => randn(20, dtype: float64, generator: g),
        ["rand"] = g => rand(3, 7, generator: g),
        ["randint"] = g => randint(-3L, 9L, [10L], generator: g),
        ["randperm"] = g => randperm(12, generator: g),
        ["normal"] = g => normal(1, 2, [5], generator: g),
        ["normal tensors"] = g => normal(zeros(4), ones(4), g),
        ["bernoulli"] = g => bernoulli(full(9, 0.4), g),
        ["multinomial"] = g => multinomial(ones(6), 4, generator: g),
        ["poisson"] = g => torch.poisson(full(6, 3.0), g),
        ["uniform_"] = g => empty(6).uniform_(-1, 3, g),
        ["normal_"] = g => empty(6).normal_(1, 2, g),
        ["exponential_"] = g => empty(6).exponential_(2, g),
        ["bernoulli_"] = g => empty(6).bernoulli_(0.3, g),
        ["random_"] = g => empty(6).random_(2, 9, g),
        ["cauchy_"] = g => empty(6).cauchy_(generator: g),
        ["geometric_"] = g => empty(6).geometric_(0.4, g),
        ["log_normal_"] = g => empty(6).log_normal_(generator: g),
        ["rand_like"] = _ => rand_like(ones(5)),
        ["randn_like"] = _ => randn_like(ones(5)),
        ["randint_like"] = _ => randint_like(ones(5), 2, 9),
        ["rrelu"] = _ => tensor(new[] { -1f, 2, -3 }).rrelu(),
    };

    private static readonly string[] WithoutGenerator = ["rand_like", "randn_like", "randint_like", "rrelu"];

    public static IEnumerable<TheoryDataRow<string>> Names => GoldenFile.Streams.Keys.Select(n => new TheoryDataRow<string>(n));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_stream_after_manual_seed_is_that_of_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(0).Dispose();
        GoldenFile.Streams[name].AssertIs(Streams[name](null), name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_generator_of_ones_own_gives_the_same_stream_and_leaves_the_default_one_alone(string name)
    {
        if (WithoutGenerator.Contains(name)) return;
        using var scope = NewDisposeScope();
        using var own = new Generator(0);
        manual_seed(5).Dispose();
        var expected = randn(4);
        manual_seed(5).Dispose();
        GoldenFile.Streams[name].AssertIs(Streams[name](own), name);
        Assert.True(randn(4).Equals(expected));
    }

    [Fact]
    public void A_kept_state_gives_the_same_numbers_again()
    {
        using var scope = NewDisposeScope();
        manual_seed(1).Dispose();
        randn(3);
        var state = get_rng_state();
        var first = randn(6);
        Assert.False(randn(6).Equals(first));
        set_rng_state(state);
        Assert.True(randn(6).Equals(first));
    }

    [Fact]
    public void A_generator_forks_by_its_state()
    {
        using var scope = NewDisposeScope();
        using var a = new Generator(3);
        rand(5, generator: a);
        using var b = new Generator();
        b.set_state(a.get_state());
        Assert.True(rand(5, generator: a).Equals(rand(5, generator: b)));
        Assert.Equal(3, a.initial_seed());
    }

    [Fact]
    public void Seeds_differ()
    {
        using var scope = NewDisposeScope();
        manual_seed(1).Dispose();
        var one = randn(8);
        manual_seed(2).Dispose();
        Assert.False(randn(8).Equals(one));
    }
}
