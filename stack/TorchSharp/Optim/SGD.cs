using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static SGD SGD(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0,
                double weight_decay = 0,
                bool nesterov = false, bool maximize = false) =>
                    new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0,
                double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0.0, double dampening = 0,
                double weight_decay = 0,
                bool nesterov = false, bool maximize = false) =>
                    new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Gradient descent, with momentum (also Nesterov's) and weight decay.</summary>
    public class SGD : OptimizerHelper, optim.IMomentum
    {
        private static readonly Action<ForeachBatch, OptimizerOptions> UpdateBatch = Update;
        private static readonly Func<OptimizerState, long> HasBuffer = state => ((State)state).momentum_buffer is null ? 0 : 1;
        private static readonly Func<State, Tensor> Buffer = state => state.momentum_buffer!;

        public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
        {
        }

        public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
        {
            Range(lr >= 0, $"Invalid learning rate: {lr}");
            Range(momentum >= 0, $"Invalid momentum value: {momentum}");
            Range(weight_decay >= 0, $"Invalid weight_decay value: {weight_decay}");
            Range(!nesterov || (momentum > 0 && dampening == 0), "Nesterov momentum requires a momentum and zero dampening");
            _defaults = NewOptions(lr, momentum, dampening, weight_decay, nesterov, maximize);
            _defaults.InitialLearningRate = lr;
            foreach (var group in parameters) add_param_group(group);
        }

        public double Momentum { get => ((Options)_defaults).momentum!.Value; set => ((Options)_defaults).momentum = value; }

        public override Tensor step(Func<Tensor>? closure = null) => Step(UpdateBatch, HasBuffer, closure);

        private static void Update(ForeachBatch batch, OptimizerOptions groupOptions)
        {
            var o = (Options)groupOptions;
            double momentum = o.momentum!.Value, decay = o.weight_decay!.Value, lr = o.LearningRate!.Value;
            var gradients = batch.Gradients;
            if (decay != 0) gradients = Ops._foreach_add_List.CallList(gradients, batch.Parameters, decay);
            if (momentum != 0)
            {
                Tensor[] buffers;
                if (((State)batch.States[0]).momentum_buffer is null)
                {
                    foreach (var (state, gradient) in batch.States.Zip(gradients))
                        ((State)state).momentum_buffer = Ops.clone.Call(gradient).DetachFromDisposeScope();
                    buffers = batch.List(0, Buffer);
                }
                else
                {
                    buffers = batch.List(0, Buffer);
                    batch.Multiply(buffers, momentum);
                    Ops._foreach_add__List.Do(buffers, gradients, 1 - o.dampening!.Value);
                }
                gradients = o.nesterov!.Value ? Ops._foreach_add_List.CallList(gradients, buffers, momentum) : buffers;
            }
            Ops._foreach_add__List.Do(batch.Parameters, gradients, o.maximize!.Value ? lr : -lr);
        }

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var defaults = (Options)_defaults;
            var options = (Options)(param_group.Options ??= new Options());
            options.LearningRate ??= defaults.LearningRate;
            options.momentum ??= defaults.momentum;
            options.dampening ??= defaults.dampening;
            options.weight_decay ??= defaults.weight_decay;
            options.nesterov ??= defaults.nesterov;
            options.maximize ??= defaults.maximize;
            options.InitialLearningRate = options.LearningRate!.Value;
            base.add_param_group(param_group);
        }

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private static Options NewOptions(double lr, double momentum, double dampening, double weight_decay, bool nesterov,
            bool maximize) => new()
        {
            LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov,
                maximize = maximize,
        };

        public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            /// <summary>Null before the first step with momentum.</summary>
            public Tensor? momentum_buffer;

            public override void Initialize(OptimizerOptions options)
            {
                momentum_buffer?.Dispose();
                momentum_buffer = null;
            }

            public override void to(Device device)
            {
                if (momentum_buffer is not null) Move(ref momentum_buffer, device);
            }

            public override void SaveStateDict(BinaryWriter writer) => SaveOptional(writer, momentum_buffer);
            public override void LoadStateDict(BinaryReader reader) => LoadOptional(reader, ref momentum_buffer);
            public override void LoadStateDict(OptimizerState source) => Copy(((State)source).momentum_buffer, ref momentum_buffer);
            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State rhs && Close(momentum_buffer, rhs.momentum_buffer);
            public void Dispose() => momentum_buffer?.Dispose();
        }

        public class Options : OptimizerOptions
        {
            public double? momentum;
            public double? dampening;
            public double? weight_decay;
            public bool? nesterov;
            public bool? maximize;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                (momentum, dampening, weight_decay, nesterov, maximize) = (other.momentum, other.dampening, other.weight_decay,
                    other.nesterov, other.maximize);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                momentum = reader.ReadDouble();
                dampening = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                nesterov = reader.ReadBoolean();
                maximize = reader.ReadBoolean();
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(momentum!.Value);
                writer.Write(dampening!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(nesterov!.Value);
                writer.Write(maximize!.Value);
            }
        }

        public class ParamGroup : ParamGroup<Options>, optim.IMomentum
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options)
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0,
                double weight_decay = 0,
                bool nesterov = false, bool maximize = false)
                    : base(parameters, NewOptions(lr, momentum, dampening, weight_decay, nesterov, maximize))
            {
            }

            public double Momentum { get => Options.momentum!.Value; set => Options.momentum = value; }
        }
    }
}
