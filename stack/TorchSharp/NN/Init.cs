using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>First values of weights; each function fills its tensor in place and returns it.</summary>
        public static class init
        {
            public enum NonlinearityType { Linear, Conv1D, Conv2D, Conv3D, ConvTranspose1D, ConvTranspose2D, ConvTranspose3D, Sigmoid,
                Tanh, ReLU, LeakyReLU }

            public enum FanInOut { FanIn, FanOut }

            /// <summary>The factor that keeps the variance through a nonlinearity.</summary>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + param * param)),
                _ => 1,
            };

            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);
            public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0);
            public static Tensor constant_(Tensor tensor, Scalar val) => Quietly(tensor, t => Ops.fill__Scalar.Do(t, val));

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) =>
                Quietly(tensor, t => Ops.uniform_.Do(t, low, high, generator));

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) =>
                Quietly(tensor, t => Ops.normal_.Do(t, mean, std, generator));

            /// <summary>A normal distribution cut off at a and b (not in standard deviations: absolute values).</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0.0, double std = 1.0, double a = -2.0, double b = 2.0,
                Generator? generator = null) =>
                Quietly(tensor, t =>
                {
                    double lower = NormalCdf((a - mean) / std), upper = NormalCdf((b - mean) / std);
                    Ops.uniform_.Do(t, 2 * lower - 1, 2 * upper - 1, generator);
                    Ops.erfinv_.Do(t);
                    Ops.mul__Scalar.Do(t, std * Math.Sqrt(2));
                    Ops.add__Scalar.Do(t, mean);
                    Ops.clamp_.Do(t, a, b);
                });

            public static Tensor eye_(Tensor tensor)
            {
                if (tensor.ndim != 2) throw new ArgumentException(
                    $"eye_: the tensor has {tensor.ndim} dimensions; it must have 2.", nameof(tensor));
                return Quietly(tensor, t =>
                {
                    Ops.zero_.Do(t);
                    using var diagonal = Ops.diagonal.Call(t);
                    Ops.fill__Scalar.Do(diagonal, 1);
                });
            }

            /// <summary>A (semi-)orthogonal matrix [rows, the rest flattened], times a gain.</summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0)
            {
                if (tensor.ndim < 2) throw new ArgumentException(
                    $"orthogonal_: the tensor has {tensor.ndim} dimensions; it must have 2 or more.", nameof(tensor));
                if (tensor.numel() == 0) return tensor;
                return Quietly(tensor, t =>
                {
                    using var scope = NewDisposeScope();
                    long rows = t.size(0), columns = t.numel() / rows;
                    var flat = Ops.empty_memory_format.Call(new[] { rows, columns }, t.dtype, default, t.device);
                    Ops.normal_.Do(flat, 0.0, 1.0);
                    if (rows < columns) flat = Ops.t.Call(flat);
                    var (q, r) = Ops.linalg_qr.Call2(flat);
                    var signs = Ops.sign.Call(Ops.diagonal.Call(r));   // makes the decomposition unique, as PyTorch does
                    q = Ops.mul_Tensor.Call(q, signs);
                    if (rows < columns) q = Ops.t.Call(q);
                    Ops.copy_.Do(t, Ops.reshape.Call(q, t.shape));
                    Ops.mul__Scalar.Do(t, gain);
                });
            }

            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn,
                NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3) * KaimingStd(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn,
                NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, KaimingStd(tensor, a, mode, nonlinearity));

            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
            {
                var bound = Math.Sqrt(3) * XavierStd(tensor, gain);
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Normal, as the name says. (TorchSharp 0.107 draws the uniform distribution of the same variance here.)</summary>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0) => normal_(tensor, 0, XavierStd(tensor, gain));

            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1.0) => xavier_uniform_(tensor, gain);
            public static Tensor glorot_normal_(Tensor tensor, double gain = 1.0) => xavier_normal_(tensor, gain);

            /// <summary>How many inputs and outputs one unit has, of a weight [out, in, kernel…].</summary>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2) throw new ArgumentException(
                    "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
                long field = 1;
                for (var d = 2; d < shape.Length; d++) field *= shape[d];
                return (shape[1] * field, shape[0] * field);
            }

            private static double KaimingStd(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static double XavierStd(Tensor tensor, double gain)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return gain * Math.Sqrt(2.0 / (fanIn + fanOut));
            }

            private static double NormalCdf(double x)
            {
                using var at = FromData<double>([x / Math.Sqrt(2)], [], ScalarType.Float64, null, null, false);
                using var erf = Ops.erf.Call(at);
                return (1 + erf.item<double>()) / 2;
            }

            private static Tensor Quietly(Tensor tensor, Action<Tensor> fill)
            {
                using (no_grad()) fill(tensor);
                return tensor;
            }
        }
    }
}
