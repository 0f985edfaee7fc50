using TorchSharp.Interop;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A table of vectors [num_embeddings, embedding_dims], looked up by index.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private readonly long? paddingIndex;
        private readonly double? maxNorm;
        private readonly double normType;
        private readonly bool scaleByFrequency, sparse;

        internal Embedding(Parameter weight, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse)
            : base(nameof(Embedding))
        {
            var rows = weight.size(0);
            if (padding_idx is { } index && (index < -rows || index >= rows))
                throw new ArgumentException($"padding_idx is {index}; it must be in [{-rows}, {rows - 1}].", nameof(padding_idx));
            paddingIndex = padding_idx < 0 ? padding_idx + rows : padding_idx;
            (maxNorm, normType, scaleByFrequency, this.sparse) = (max_norm, norm_type, scale_grad_by_freq, sparse);
            this.weight = weight;
        }

        [field: ComponentName(Name = nameof(weight))]
        public Parameter? weight { get; set => field = Registered(nameof(weight), field, value); }

        public override Tensor forward(Tensor input)
        {
            if (maxNorm is { } most)
                using (no_grad())
                {
                    using var indices = Ops.contiguous.Call(input);
                    Ops.embedding_renorm_.Do(weight, indices, most, normType);
                }
            return Ops.embedding.Call(weight, input, paddingIndex ?? -1, scaleByFrequency, sparse);
        }

        internal static Parameter Table(long rows, long columns, long? padding_idx, Device? device, ScalarType? dtype)
        {
            var weight = Initial.Empty([rows, columns], device, dtype);
            nn.init.normal_(weight);
            if (padding_idx is { } index && index >= -rows && index < rows)
                using (no_grad())
                {
                    using var row = Ops.select_int.Call(weight, 0, index);
                    Ops.zero_.Do(row);
                }
            return weight;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null,
                double norm_type = 2.0,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
                new(Modules.Embedding.Table(num_embeddings, embedding_dims, padding_idx, device, dtype), padding_idx, max_norm, norm_type,
                    scale_grad_by_freq, sparse);

            public static Embedding Embedding_from_pretrained(Tensor embeddings, bool freeze = true, long? padding_idx = null,
                double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                using var plain = embeddings.detach();
                var copy = plain.to(dtype ?? plain.dtype, device ?? plain.device, copy: true);
                return new(new Parameter(copy, requires_grad: !freeze), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
            }

            public static partial class functional
            {
                /// <summary>A 0/1 vector for each class index; -1 takes the largest index plus one.</summary>
                public static Tensor one_hot(Tensor x, long num_classes = -1)
                {
                    if (x.dtype != ScalarType.Int64) throw new ArgumentException("OneHot input tensor must have elements of type Int64");
                    return Ops.one_hot.Call(x, num_classes);
                }
            }
        }
    }
}
