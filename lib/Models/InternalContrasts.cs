using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>
/// Several <see cref="InternalContrast"/>, each with the features in an order of its own, so that it matters less which of them happen to be neighbours
/// (as in the code of Shenkar and Wolf, ICLR 2022). The first has them as they come. <c>[batch, inputs] → [batch]</c>, the mean loss over all windows of all orders.
/// </summary>
public sealed class InternalContrasts : Module<Tensor, Tensor>
{
    private const int MostOrders = 4;
    private readonly ModuleList<InternalContrast> networks;

    /// <param name="inputs">Features of a row, at least 1.</param>
    /// <param name="orders">Orders, at least 1; 0 takes <see cref="AuthorsOrders"/>. Those after the first are drawn from libtorch's generator.</param>
    /// <param name="window">As for <see cref="InternalContrast"/>.</param>
    /// <param name="units">As for <see cref="InternalContrast"/>.</param>
    /// <param name="temperature">As for <see cref="InternalContrast"/>.</param>
    public InternalContrasts(int inputs, int orders, int window, int units, double temperature) : base(nameof(InternalContrasts))
    {
        networks = new([.. Enumerable.Range(0, orders > 0 ? orders : AuthorsOrders(inputs)).Select(i =>
            new InternalContrast(inputs, window, units, temperature, i == 0 ? null : Drawn(inputs)))]);
        RegisterComponents();
    }

    /// <summary>Windows of a row in one order.</summary>
    public int Windows => networks[0].Windows;

    /// <summary>The authors' ⌊100 / (ln rows + features)⌋ + 1 for a thousand rows, but at most 4, for speed.</summary>
    public static int AuthorsOrders(int inputs) => Math.Min(MostOrders, (int)(100 / (Math.Log(1000) + inputs)) + 1);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Losses(input).mean([1L]);

    /// <summary>The loss of each window, <c>[batch, orders × windows]</c>, order by order.</summary>
    public Tensor Losses(Tensor input) => cat([.. networks.Select(network => network.Losses(input))], 1);

    private static long[] Drawn(int inputs)
    {
        using var order = randperm(inputs, dtype: int64);
        return order.data<long>().ToArray();
    }
}
