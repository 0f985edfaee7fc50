using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor celu(Tensor x, double alpha, bool inplace = false) =>
                inplace ? Ops.celu_.Call(x, alpha) : Ops.celu.Call(x, alpha);
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) =>
                inplace ? Ops.elu_.Call(x, alpha) : Ops.elu.Call(x, alpha);
            public static Tensor gelu(Tensor x) => Ops.gelu.Call(x);
            public static Tensor gelu(Tensor x, bool inplace) => gelu(x, Modules.GELU.Approximate.none, inplace);

            public static Tensor gelu(Tensor x, GELU.Approximate approximate, bool inplace = false) =>
                (inplace ? Ops.gelu_ : Ops.gelu).Call(x, approximate == Modules.GELU.Approximate.tanh ? "tanh" : "none");

            public static Tensor glu(Tensor input, long dim = -1) => Ops.glu.Call(input, dim);
            public static Tensor hardshrink(Tensor x, double lambda = 0.5) => Ops.hardshrink.Call(x, lambda);
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) =>
                (inplace ? Ops.hardsigmoid_ : Ops.hardsigmoid).Call(input);
            public static Tensor hardswish(Tensor input, bool inplace = false) => (inplace ? Ops.hardswish_ : Ops.hardswish).Call(input);

            public static Tensor hardtanh(Tensor x, double min_val = -1.0, double max_val = 1.0, bool inplace = false) =>
                (inplace ? Ops.hardtanh_ : Ops.hardtanh).Call(x, min_val, max_val);

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                (inplace ? Ops.leaky_relu_ : Ops.leaky_relu).Call(input, negative_slope);

            public static Tensor logsigmoid(Tensor x) => Ops.log_sigmoid.Call(x);
            public static Tensor log_softmax(Tensor x, long dim) => Ops.log_softmax_int.Call(x, dim);
            public static Tensor mish(Tensor x, bool inplace = false) => (inplace ? Ops.mish_ : Ops.mish).Call(x);
            public static Tensor prelu(Tensor input, Tensor weight) => Ops.prelu.Call(input, weight);
            public static Tensor relu(Tensor x, bool inplace = false) => (inplace ? Ops.relu_ : Ops.relu).Call(x);
            public static Tensor relu6(Tensor x, bool inplace = false) => hardtanh(x, 0, 6, inplace);

            /// <summary>With the mean slope, as in evaluation. (TorchSharp never draws the slope.)</summary>
            public static Tensor rrelu(Tensor x, double lower = 1.0 / 8, double upper = 1.0 / 3, bool inplace = false) =>
                (inplace ? Ops.rrelu_ : Ops.rrelu).Call(x, lower, upper);

            public static Tensor selu(Tensor x, bool inplace = false) => (inplace ? Ops.selu_ : Ops.selu).Call(x);
            public static Tensor sigmoid(Tensor x) => Ops.sigmoid.Call(x);
            public static Tensor sigmoid(Tensor x, bool inplace) => (inplace ? Ops.sigmoid_ : Ops.sigmoid).Call(x);
            public static Tensor silu(Tensor x, bool inplace = false) => (inplace ? Ops.silu_ : Ops.silu).Call(x);
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Ops.softmax_int.Call(input, dim, dtype);
            public static Tensor softmax2d(Tensor x) => softmax(x, -3);

            public static Tensor softmin(Tensor x, long dim)
            {
                using var minus = Ops.neg.Call(x);
                return softmax(minus, dim);
            }

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => Ops.softplus.Call(x, beta, threshold);
            public static Tensor softshrink(Tensor x, double lambda = 0.5) => Ops.softshrink.Call(x, lambda);

            public static Tensor softsign(Tensor x, bool inplace = false)
            {
                using var size = Ops.abs.Call(x);
                using var divisor = Ops.add_Scalar.Call(size, 1);
                return (inplace ? Ops.div__Tensor : Ops.div_Tensor).Call(x, divisor);
            }

            public static Tensor tanh(Tensor x, bool inplace = false) => (inplace ? Ops.tanh_ : Ops.tanh).Call(x);

            public static Tensor tanhshrink(Tensor x, bool inplace = false)
            {
                using var part = Ops.tanh.Call(x);
                return (inplace ? Ops.sub__Tensor : Ops.sub_Tensor).Call(x, part);
            }

            public static Tensor threshold(Tensor x, double threshold, double value, bool inplace = false) =>
                (inplace ? Ops.threshold_ : Ops.threshold).Call(x, threshold, value);
        }
    }
}
