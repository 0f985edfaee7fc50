using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class CELU : ParameterLessModule<Tensor, Tensor>
{
    internal CELU(double alpha, bool inplace) : base(nameof(CELU)) =>
        (this.alpha, this.inplace) = (alpha, inplace);

    public double alpha { get; set; }
    public bool inplace { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.celu(input, alpha, inplace);
}

public sealed class ELU : ParameterLessModule<Tensor, Tensor>
{
    internal ELU(double alpha, bool inplace) : base(nameof(ELU)) =>
        (this.alpha, this.inplace) = (alpha, inplace);

    public double alpha { get; set; }
    public bool inplace { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.elu(input, alpha, inplace);
}

public sealed class GLU : ParameterLessModule<Tensor, Tensor>
{
    internal GLU(long dim) : base(nameof(GLU)) => this.dim = dim;

    public long dim { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.glu(input, dim);
}

public sealed class Hardshrink : ParameterLessModule<Tensor, Tensor>
{
    internal Hardshrink(double lambda) : base(nameof(Hardshrink)) => this.lambda = lambda;

    public double lambda { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.hardshrink(input, lambda);
}

public sealed class Hardsigmoid : ParameterLessModule<Tensor, Tensor>
{
    internal Hardsigmoid(bool inplace) : base(nameof(Hardsigmoid)) => this.inplace = inplace;

    public bool inplace { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.hardsigmoid(input, inplace);
}

public sealed class Hardswish : ParameterLessModule<Tensor, Tensor>
{
    internal Hardswish(bool inplace) : base(nameof(Hardswish)) => this.inplace = inplace;

    public bool inplace { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.hardswish(input, inplace);
}

public sealed class Hardtanh : ParameterLessModule<Tensor, Tensor>
{
    internal Hardtanh(double min_val, double max_val, bool inplace) : base(nameof(Hardtanh)) =>
        (this.min_val, this.max_val, this.inplace) = (min_val, max_val, inplace);

    public double min_val { get; set; }
    public double max_val { get; set; }
    public bool inplace { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.hardtanh(input, min_val, max_val, inplace);
}

public sealed class LeakyReLU : ParameterLessModule<Tensor, Tensor>
{
    internal LeakyReLU(double negative_slope, bool inplace) : base(nameof(LeakyReLU)) =>
        (this.negative_slope, this.inplace) = (negative_slope, inplace);

    public double negative_slope { get; set; }
    public bool inplace { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.leaky_relu(input, negative_slope, inplace);
}

public sealed class LogSigmoid : ParameterLessModule<Tensor, Tensor>
{
    internal LogSigmoid() : base(nameof(LogSigmoid))
    {
    }

    public override Tensor forward(Tensor input) => nn.functional.logsigmoid(input);
}

public sealed class LogSoftmax : ParameterLessModule<Tensor, Tensor>
{
    internal LogSoftmax(long dim) : base(nameof(LogSoftmax)) => this.dim = dim;

    public long dim { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.log_softmax(input, dim);
}

public sealed class Mish : ParameterLessModule<Tensor, Tensor>
{
    internal Mish(bool inplace) : base(nameof(Mish)) => this.inplace = inplace;

    public bool inplace { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.mish(input, inplace);
}

public sealed class ReLU : ParameterLessModule<Tensor, Tensor>
{
    internal ReLU(bool inplace) : base(nameof(ReLU)) => this.inplace = inplace;

    public bool inplace { get; set; }

    public override Tensor forward(Tensor tensor) => nn.functional.relu(tensor, inplace);
}

public sealed class ReLU6 : ParameterLessModule<Tensor, Tensor>
{
    internal ReLU6(bool inplace) : base(nameof(ReLU6)) => this.inplace = inplace;

    public bool inplace { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.relu6(input, inplace);
}

public sealed class RReLU : ParameterLessModule<Tensor, Tensor>
{
    internal RReLU(double lower, double upper, bool inplace) : base(nameof(RReLU)) =>
        (this.lower, this.upper, this.inplace) = (lower, upper, inplace);

    public double lower { get; set; }
    public double upper { get; set; }
    public bool inplace { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.rrelu(input, lower, upper, inplace);
}

public sealed class SELU : ParameterLessModule<Tensor, Tensor>
{
    internal SELU(bool inplace) : base(nameof(SELU)) => this.inplace = inplace;

    public bool inplace { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.selu(input, inplace);
}

public sealed class Sigmoid : ParameterLessModule<Tensor, Tensor>
{
    internal Sigmoid(bool inplace) : base(nameof(Sigmoid)) => this.inplace = inplace;

    public bool inplace { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.sigmoid(input, inplace);
}

public sealed class SiLU : ParameterLessModule<Tensor, Tensor>
{
    internal SiLU(bool inplace) : base(nameof(SiLU)) => this.inplace = inplace;

    public bool inplace { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.silu(input, inplace);
}

public sealed class Softmax : ParameterLessModule<Tensor, Tensor>
{
    internal Softmax(long dim) : base(nameof(Softmax)) => this.dim = dim;

    public long dim { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.softmax(input, dim);
}

public sealed class Softmax2d : ParameterLessModule<Tensor, Tensor>
{
    internal Softmax2d() : base(nameof(Softmax2d))
    {
    }

    public override Tensor forward(Tensor input) => nn.functional.softmax2d(input);
}

public sealed class Softmin : ParameterLessModule<Tensor, Tensor>
{
    internal Softmin(long dim) : base(nameof(Softmin)) => this.dim = dim;

    public long dim { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.softmin(input, dim);
}

public sealed class Softplus : ParameterLessModule<Tensor, Tensor>
{
    internal Softplus(double beta, double threshold) : base(nameof(Softplus)) =>
        (this.beta, this.threshold) = (beta, threshold);

    public double beta { get; set; }
    public double threshold { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.softplus(input, beta, threshold);
}

public sealed class Softshrink : ParameterLessModule<Tensor, Tensor>
{
    internal Softshrink(double lambda) : base(nameof(Softshrink)) => this.lambda = lambda;

    public double lambda { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.softshrink(input, lambda);
}

public sealed class Softsign : ParameterLessModule<Tensor, Tensor>
{
    internal Softsign(bool inplace) : base(nameof(Softsign)) => this.inplace = inplace;

    public bool inplace { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.softsign(input, inplace);
}

public sealed class Tanh : ParameterLessModule<Tensor, Tensor>
{
    internal Tanh(bool inplace) : base(nameof(Tanh)) => this.inplace = inplace;

    public bool inplace { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.tanh(input, inplace);
}

public sealed class Tanhshrink : ParameterLessModule<Tensor, Tensor>
{
    internal Tanhshrink(bool inplace) : base(nameof(Tanhshrink)) => this.inplace = inplace;

    public bool inplace { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.tanhshrink(input, inplace);
}

public sealed class Threshold : ParameterLessModule<Tensor, Tensor>
{
    internal Threshold(double threshold, double value, bool inplace) : base(nameof(Threshold)) =>
        (this.threshold, this.value, this.inplace) = (threshold, value, inplace);

    public double threshold { get; set; }
    public double value { get; set; }
    public bool inplace { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.threshold(input, threshold, value, inplace);
}

public sealed class GELU : ParameterLessModule<Tensor, Tensor>
{
    public enum Approximate { none, tanh }

    internal GELU(bool inplace, Approximate approximate = Approximate.none) : base(nameof(GELU)) =>
        (this.inplace, this.approximate) = (inplace, approximate);

    public bool inplace { get; set; }
    public Approximate approximate { get; set; }

    public override Tensor forward(Tensor input) => nn.functional.gelu(input, approximate, inplace);
}

/// <summary>max(0, x) + weight min(0, x), with one learned weight or one a channel.</summary>
public sealed class PReLU : nn.Module<Tensor, Tensor>
{
    internal PReLU(long num_parameters, double init, Device? device, ScalarType? dtype) : base(nameof(PReLU))
    {
        (this.num_parameters, this.init) = (num_parameters, init);
        weight = Initial.Full([num_parameters], init, device, dtype);
    }

    public long num_parameters { get; private set; }
    public double init { get; private set; }

    [field: Utils.ComponentName(Name = nameof(weight))]
    public Parameter weight { get; set => field = Registered(nameof(weight), field, value)!; }

    public override Tensor forward(Tensor input) => nn.functional.prelu(input, weight);
}
