using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Scales all gradients so that their norm, taken together, is at most <paramref name="max_norm"/>; parameters
            /// without one are skipped.</summary>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var scope = NewDisposeScope();
                using var mode = no_grad();
                var gradients = Gradients(tensors);
                if (gradients.Length == 0) return 0;
                double total;
                if (double.IsPositiveInfinity(norm_type))
                {
                    total = gradients.Max(g => Ops.linalg_vector_norm.Call(g, norm_type).to(ScalarType.Float64).item<double>());
                }
                else
                {
                    var each = Ops.stack.Call(Array.ConvertAll(gradients, g => Ops.linalg_vector_norm.Call(g, norm_type)), 0);
                    total = Ops.linalg_vector_norm.Call(each, norm_type).to(ScalarType.Float64).item<double>();
                }
                var factor = max_norm / (total + 1e-6);
                if (factor < 1) Ops._foreach_mul__Scalar.Do(gradients, factor);
                return total;
            }

            /// <summary>Cuts each gradient's elements off at ±<paramref name="clip_value"/>.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var scope = NewDisposeScope();
                using var mode = no_grad();
                foreach (var gradient in Gradients(tensors)) Ops.clamp_.Do(gradient, -clip_value, clip_value);
            }

            /// <summary>All parameters, flattened, in one vector; gradients flow through it.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                Tensor[] flat = [.. tensors.Select(t => Ops.reshape.Call(t, new[] { -1L }))];
                if (flat.Length == 0) throw new ArgumentException("parameters_to_vector: there are no parameters.", nameof(tensors));
                return Ops.cat.Call(flat, 0).MoveToOuterDisposeScope();
            }

            /// <summary>Copies consecutive parts of a vector into the parameters.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                using var mode = no_grad();
                Parameter[] parameters = [.. tensors];
                var wanted = parameters.Sum(p => p.numel());
                if (vec.numel() != wanted) throw new ArgumentException(
                    $"The vector has {vec.numel()} elements; the parameters have {wanted}.", nameof(vec));
                long start = 0;
                foreach (var parameter in parameters)
                {
                    var part = Ops.narrow.Call(vec, 0, start, parameter.numel());
                    Ops.copy_.Do(parameter, Ops.reshape.Call(part, parameter.shape));
                    start += parameter.numel();
                }
            }

            private static Tensor[] Gradients(IEnumerable<Parameter> parameters) => [.. parameters.Select(p => p.grad).OfType<Tensor>()];
        }
    }
}
