using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests.Nn;

/// <summary>The cases of make_torch_nn_golden.py in C#: a module, or a function of the inputs.</summary>
internal static partial class NnCases
{
    public static readonly Dictionary<string, Func<object>> All = new(Activations().Concat(Layers()).Concat(Shapes()).Concat(Losses()));

    public delegate Tensor Of(Tensor[] inputs);

    private static KeyValuePair<string, Func<object>> M(string name, Func<Module> make) => new(name, make);
    private static KeyValuePair<string, Func<object>> F1(string name, Func<Tensor, Tensor> f) => new(name, () => (Of)(t => f(t[0])));
    private static KeyValuePair<string, Func<object>> F2(string name, Func<Tensor, Tensor, Tensor> f) =>
        new(name, () => (Of)(t => f(t[0], t[1])));
    private static KeyValuePair<string, Func<object>> F3(string name, Func<Tensor, Tensor, Tensor, Tensor> f) =>
        new(name, () => (Of)(t => f(t[0], t[1], t[2])));

    public static Tensor Run(object what, Tensor[] t) => what switch
    {
        Module<Tensor, Tensor> m => m.call(t[0]),
        Module<Tensor, Tensor, Tensor> m => m.call(t[0], t[1]),
        Module<Tensor, Tensor, Tensor, Tensor> m => m.call(t[0], t[1], t[2]),
        Of f => f(t),
        _ => throw new InvalidOperationException($"{what} cannot be called"),
    };

    private static IEnumerable<KeyValuePair<string, Func<object>>> Activations() =>
    [
        M("CELU", () => CELU(1.3)), F1("F.CELU", t => F.celu(t, 1.3)),
        M("ELU", () => ELU(0.7)), F1("F.ELU", t => F.elu(t, 0.7)),
        M("GELU", () => GELU()), F1("F.GELU", t => F.gelu(t)),
        M("GELU/tanh", () => GELU(Modules.GELU.Approximate.tanh)), F1("F.GELU/tanh", t => F.gelu(t, Modules.GELU.Approximate.tanh)),
        M("GLU", () => GLU()), F1("F.GLU", t => F.glu(t)),
        M("Hardshrink", () => Hardshrink(0.4)), F1("F.Hardshrink", t => F.hardshrink(t, 0.4)),
        M("Hardsigmoid", () => Hardsigmoid()), F1("F.Hardsigmoid", t => F.hardsigmoid(t)),
        M("Hardswish", () => Hardswish()), F1("F.Hardswish", t => F.hardswish(t)),
        M("Hardtanh", () => Hardtanh(-0.5, 0.8)), F1("F.Hardtanh", t => F.hardtanh(t, -0.5, 0.8)),
        M("LeakyReLU", () => LeakyReLU(0.2)), F1("F.LeakyReLU", t => F.leaky_relu(t, 0.2)),
        M("LogSigmoid", () => LogSigmoid()), F1("F.LogSigmoid", t => F.logsigmoid(t)),
        M("LogSoftmax", () => LogSoftmax(1)), F1("F.LogSoftmax", t => F.log_softmax(t, 1)),
        M("Mish", () => Mish()), F1("F.Mish", t => F.mish(t)),
        M("ReLU", () => ReLU()), F1("F.ReLU", t => F.relu(t)),
        M("ReLU6", () => ReLU6()), F1("F.ReLU6", t => F.relu6(t)),
        M("RReLU", () => RReLU()), F1("F.RReLU", t => F.rrelu(t)),
        M("SELU", () => SELU()), F1("F.SELU", t => F.selu(t)),
        M("Sigmoid", () => Sigmoid()), F1("F.Sigmoid", t => F.sigmoid(t)),
        M("SiLU", () => SiLU()), F1("F.SiLU", t => F.silu(t)),
        M("Softmax", () => Softmax(1)), F1("F.Softmax", t => F.softmax(t, 1)),
        M("Softmin", () => Softmin(0)), F1("F.Softmin", t => F.softmin(t, 0)),
        M("Softplus", () => Softplus(2, 1.5)), F1("F.Softplus", t => F.softplus(t, 2, 1.5)),
        M("Softshrink", () => Softshrink(0.3)), F1("F.Softshrink", t => F.softshrink(t, 0.3)),
        M("Softsign", () => Softsign()), F1("F.Softsign", t => F.softsign(t)),
        M("Tanh", () => Tanh()), F1("F.Tanh", t => F.tanh(t)),
        M("Tanhshrink", () => Tanhshrink()), F1("F.Tanhshrink", t => F.tanhshrink(t)),
        M("Threshold", () => Threshold(0.1, -2)), F1("F.Threshold", t => F.threshold(t, 0.1, -2)),
        M("Softmax2d", () => Softmax2d()), F1("F.Softmax2d", t => F.softmax2d(t)),
        M("PReLU", () => PReLU(6)), M("PReLU/one", () => PReLU(1)), F2("F.prelu", F.prelu),
    ];

    private static IEnumerable<KeyValuePair<string, Func<object>>> Layers() =>
    [
        M("Linear", () => Linear(6, 3)), M("Linear/no bias", () => Linear(6, 3, hasBias: false)),
            F3("F.linear", (i, w, b) => F.linear(i, w, b)),
        M("Conv1d", () => Conv1d(4, 6, 3)),
        M("Conv1d/options", () => Conv1d(4, 6, 3, stride: 2, padding: 2, dilation: 2, groups: 2, bias: false)),
        M("Conv1d/same", () => Conv1d(4, 2, 4, padding: Padding.Same)),
        M("Conv1d/replicate", () => Conv1d(4, 2, 3, padding: 2, padding_mode: PaddingModes.Replicate)),
        F3("F.conv1d", (i, w, b) => F.conv1d(i, w, b, 2, 1, 1, 2)),
        F3("F.conv1d_padding", (i, w, b) => F.conv1d_padding(i, w, b, 1, Padding.Same, 2)),
        M("Conv2d", () => Conv2d(4, 3, 3)),
        M("Conv2d/options", () => Conv2d(4, 6, 3, stride: 2, padding: 2, dilation: 2, groups: 2)),
        M("Conv2d/pairs", () => Conv2d(4, 3, (3, 2), (1, 2), (1, 0), (2, 1), bias: false)),
        M("Conv2d/same", () => Conv2d(4, 3, (4, 3), Padding.Same, dilation: (1, 2))),
        M("Conv2d/reflect", () => Conv2d(4, 3, 3, padding: 1, padding_mode: PaddingModes.Reflect)),
        M("Conv2d/circular", () => Conv2d(4, 3, (3, 3), padding: (2, 1), padding_mode: PaddingModes.Circular)),
        M("Conv2d/unbatched", () => Conv2d(4, 3, 3)),
        F3("F.conv2d", (i, w, b) => F.conv2d(i, w, b, [2, 1], [1, 0], [1, 2], 2)),
        F2("F.conv2d_padding", (i, w) => F.conv2d_padding(i, w, null, [1, 1], Padding.Valid)),
        M("ConvTranspose2d", () => ConvTranspose2d(4, 3, 3)),
        M("ConvTranspose2d/options", () => ConvTranspose2d(4, 6, 3, stride: 2, padding: 1, output_padding: 1, groups: 2, bias: false)),
        M("ConvTranspose2d/pairs", () => ConvTranspose2d(4, 3, (3, 2), (2, 3), (1, 0), (0, 1), dilation: (1, 2))),
        F3("F.conv_transpose2d", (i, w, b) => F.conv_transpose2d(i, w, b, [2, 2], [1, 1], [1, 1])),
        M("BatchNorm1d", () => BatchNorm1d(6)), M("BatchNorm1d/eval", () => BatchNorm1d(6)),
            M("BatchNorm1d/series", () => BatchNorm1d(4, 1e-3, 0.3)),
        M("BatchNorm1d/no affine", () => BatchNorm1d(6, affine: false)),
            M("BatchNorm1d/no statistics", () => BatchNorm1d(6, track_running_stats: false)),
        M("BatchNorm2d", () => BatchNorm2d(4)), M("BatchNorm2d/eval", () => BatchNorm2d(4)),
        F3("F.batch_norm", (i, w, b) => F.batch_norm(i, null, null, w, b, true, 0.1, 1e-4)),
        M("LayerNorm", () => LayerNorm(6)), M("LayerNorm/two dimensions", () => LayerNorm([6, 5], 1e-3)),
            M("LayerNorm/no affine", () => LayerNorm(6, elementwise_affine: false)),
        F3("F.layer_norm", (i, w, b) => F.layer_norm(i, [6], w, b)),
        M("GroupNorm", () => GroupNorm(2, 4)), F3("F.group_norm", (i, w, b) => F.group_norm(i, 2, w, b)),
        M("InstanceNorm2d", () => InstanceNorm2d(4)),
            M("InstanceNorm2d/options", () => InstanceNorm2d(4, affine: true, track_running_stats: true)),
        M("InstanceNorm2d/unbatched", () => InstanceNorm2d(4, affine: true)),
        F3("F.instance_norm", (i, w, b) => F.instance_norm(i, null, null, w, b)),
        F1("F.normalize", t => F.normalize(t)), F1("F.normalize/p", t => F.normalize(t, 3.0, 0)),
        M("Dropout", () => Dropout(0.3)), M("Dropout2d", () => Dropout2d(0.3)),
        F1("F.dropout", t => F.dropout(t, 0.3, false)), F1("F.dropout2d", t => F.dropout2d(t, 0.3, false)),
        M("Embedding", () => Embedding(5, 3)), M("Embedding/padding", () => Embedding(5, 3, padding_idx: 2)),
        M("Embedding/max norm", () => Embedding(5, 3, max_norm: 0.8)),
            M("Embedding/frequency", () => Embedding(5, 3, scale_grad_by_freq: true)),
    ];

    private static IEnumerable<KeyValuePair<string, Func<object>>> Shapes() =>
    [
        M("Identity", () => Identity()), M("Flatten", () => Flatten()), M("Flatten/some", () => Flatten(0, 2)),
        M("Unflatten", () => Unflatten(1, [2, 3])), M("Unflatten/inferred", () => Unflatten(-1, [3, 2])),
        M("MaxPool1d", () => MaxPool1d(2)), M("MaxPool1d/options", () => MaxPool1d(3, 2, 1, 1, true)),
            F1("F.max_pool1d", t => F.max_pool1d(t, 3, 1)),
        M("MaxPool2d", () => MaxPool2d(2)), M("MaxPool2d/options", () => MaxPool2d((3, 2), (2, 1), (1, 0), (1, 2), true)),
            F1("F.max_pool2d", t => F.max_pool2d(t, 3, 2, 1)),
        M("AvgPool1d", () => AvgPool1d(2)), M("AvgPool1d/options", () => AvgPool1d(3, 2, 1, true, false)),
            F1("F.avg_pool1d", t => F.avg_pool1d(t, 4, 2)),
        M("AvgPool2d", () => AvgPool2d(2)), M("AvgPool2d/options", () => AvgPool2d((3, 2), (2, 1), (1, 0), true, false)),
        M("AvgPool2d/divisor", () => AvgPool2d(2, divisor_override: 3)), F1("F.avg_pool2d", t => F.avg_pool2d(t, 3, 2, 1)),
        M("AdaptiveAvgPool1d", () => AdaptiveAvgPool1d(4)), F1("F.adaptive_avg_pool1d", t => F.adaptive_avg_pool1d(t, 1)),
        M("AdaptiveAvgPool2d", () => AdaptiveAvgPool2d((3, 2))), F1("F.adaptive_avg_pool2d", t => F.adaptive_avg_pool2d(t, 1)),
        M("AdaptiveMaxPool1d", () => AdaptiveMaxPool1d(4)), F1("F.adaptive_max_pool1d", t => F.adaptive_max_pool1d(t, 2)),
        M("AdaptiveMaxPool2d", () => AdaptiveMaxPool2d([3, 2])), F1("F.adaptive_max_pool2d", t => F.adaptive_max_pool2d(t, [2, 2])),
        M("Upsample", () => Upsample(scale_factor: [2, 2])),
            M("Upsample/bilinear", () => Upsample([9, 7], mode: UpsampleMode.Bilinear, align_corners: true)),
        F2("F.grid_sample", (t, g) => F.grid_sample(t, g, align_corners: false)),
        F2("F.grid_sample/border", (t, g) => F.grid_sample(t, 3 * g, GridSampleMode.Nearest, GridSamplePaddingMode.Border, true)),
        F2("F.grid_sample/reflection", (t, g) => F.grid_sample(t, 3 * g, padding_mode: GridSamplePaddingMode.Reflection, align_corners: false)),
        F1("F.affine_grid", t => F.affine_grid(t, [2, 3, 4, 5])),
        F1("F.interpolate/nearest size", t => F.interpolate(t, [4, 9])),
        F1("F.interpolate/linear", t => F.interpolate(t, scale_factor: [1.5], mode: InterpolationMode.Linear, align_corners: false)),
        F1("F.interpolate/bilinear", t => F.interpolate(t, scale_factor: [1.5, 2.0], mode: InterpolationMode.Bilinear,
            align_corners: false)),
        F1("F.interpolate/bilinear recomputed", t => F.interpolate(t, scale_factor: [1.7, 1.7], mode: InterpolationMode.Bilinear,
            align_corners: false, recompute_scale_factor: true)),
        F1("F.interpolate/bicubic", t => F.interpolate(t, [8, 8], mode: InterpolationMode.Bicubic, align_corners: false)),
        F1("F.interpolate/antialias", t => F.interpolate(t, [3, 3], mode: InterpolationMode.Bilinear, align_corners: false,
            antialias: true)),
        F1("F.interpolate/area", t => F.interpolate(t, [3, 2], mode: InterpolationMode.Area)),
        F1("F.interpolate/exact", t => F.interpolate(t, [4, 9], mode: InterpolationMode.NearestExact)),
        F1("F.upsample", t => F.upsample(t, scale_factor: [3])),
        M("ZeroPad2d", () => ZeroPad2d((1, 2, 0, 3))), M("ConstantPad2d", () => ConstantPad2d(2, 1.5)),
        M("ReflectionPad2d", () => ReflectionPad2d((1, 2, 3, 0))), M("ReplicationPad2d", () => ReplicationPad2d(2)),
        F1("F.pad", t => F.pad(t, (1, 2), value: 0.5)), F1("F.pad/circular", t => F.pad(t, (1, 2, 2, 1), PaddingModes.Circular)),
        F2("F.one_hot", (c, s) => F.one_hot(c, 7) * s),
    ];
}
