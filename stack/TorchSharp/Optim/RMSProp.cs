using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static RMSProp RMSProp(IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8,
                double weight_decay = 0,
                double momentum = 0, bool centered = false, bool maximize = false) =>
                    new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static RMSProp RMSProp(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01,
                double alpha = 0.99, double eps = 1e-8,
                double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static RMSProp RMSProp(IEnumerable<RMSProp.ParamGroup> parameters, double lr = 0.01, double alpha = 0.99,
                double eps = 1e-8, double weight_decay = 0,
                double momentum = 0, bool centered = false, bool maximize = false) =>
                    new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Tieleman and Hinton, lecture 6.5 of "Neural networks for machine learning", 2012.</summary>
    public class RMSProp : OptimizerHelper, optim.IMomentum
    {
        private static readonly Action<ForeachBatch, OptimizerOptions> UpdateBatch = Update;
        private static readonly Func<State, Tensor> Square = state => state.square_avg;
        private static readonly Func<State, Tensor> Mean = state => state.grad_avg;
        private static readonly Func<State, Tensor> Buffer = state => state.momentum_buffer;

        public RMSProp(IEnumerable<Parameter> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8,
            double weight_decay = 0, double momentum = 0.0,
            bool centered = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
        {
        }

        public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8,
            double weight_decay = 0, double momentum = 0.0,
            bool centered = false, bool maximize = false)
        {
            Range(lr >= 0, $"Invalid learning rate: {lr}");
            Range(eps >= 0, $"Invalid ε: {eps}");
            Range(alpha >= 0, $"Invalid alpha: {alpha}");
            Range(momentum >= 0, $"Invalid momentum value: {momentum}");
            Range(weight_decay >= 0, $"Invalid weight_decay value: {weight_decay}");
            _defaults = new Options
            {
                LearningRate = lr, InitialLearningRate = lr, alpha = alpha, eps = eps, weight_decay = weight_decay,
                momentum = momentum, centered = centered, maximize = maximize,
            };
            foreach (var group in parameters) add_param_group(group);
        }

        public double Momentum { get => ((Options)_defaults).momentum!.Value; set => ((Options)_defaults).momentum = value; }

        public override Tensor step(Func<Tensor>? closure = null) => Step(UpdateBatch, null, closure);

        private static void Update(ForeachBatch batch, OptimizerOptions groupOptions)
        {
            var o = (Options)groupOptions;
            double alpha = o.alpha!.Value, decay = o.weight_decay!.Value, lr = o.LearningRate!.Value, momentum = o.momentum!.Value;
            var gradients = batch.Gradients;
            foreach (var state in batch.States) ((State)state).step++;
            if (o.maximize!.Value) gradients = Ops._foreach_neg.CallList(gradients);
            if (decay != 0) gradients = Ops._foreach_add_List.CallList(gradients, batch.Parameters, decay);
            var square = batch.List(0, Square);
            batch.Multiply(square, alpha);
            Ops._foreach_addcmul__Scalar.Do(square, gradients, gradients, 1 - alpha);
            Tensor[] divisor;
            if (o.centered!.Value)
            {
                var mean = batch.List(1, Mean);
                batch.Multiply(mean, alpha);
                Ops._foreach_add__List.Do(mean, gradients, 1 - alpha);
                divisor = Ops._foreach_addcmul_Scalar.CallList(square, mean, mean, -1.0);
                Ops._foreach_sqrt_.Do(divisor);
            }
            else
            {
                divisor = Ops._foreach_sqrt.CallList(square);
            }
            batch.Add(divisor, o.eps!.Value);
            if (momentum == 0)
            {
                Ops._foreach_addcdiv__Scalar.Do(batch.Parameters, gradients, divisor, -lr);
                return;
            }
            var buffer = batch.List(2, Buffer);
            batch.Multiply(buffer, momentum);
            Ops._foreach_addcdiv__Scalar.Do(buffer, gradients, divisor, 1.0);
            Ops._foreach_add__List.Do(batch.Parameters, buffer, -lr);
        }

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var defaults = (Options)_defaults;
            var options = (Options)(param_group.Options ??= new Options());
            options.LearningRate ??= defaults.LearningRate;
            options.alpha ??= defaults.alpha;
            options.eps ??= defaults.eps;
            options.weight_decay ??= defaults.weight_decay;
            options.momentum ??= defaults.momentum;
            options.centered ??= defaults.centered;
            options.maximize ??= defaults.maximize;
            options.InitialLearningRate = options.LearningRate!.Value;
            base.add_param_group(param_group);
        }

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            public long step;
            public Tensor square_avg = null!;
            public Tensor momentum_buffer = null!;
            public Tensor grad_avg = null!;

            public override void Initialize(OptimizerOptions options)
            {
                Dispose();
                (step, square_avg, momentum_buffer, grad_avg) = (0, Zeros(), Zeros(), Zeros());
            }

            public override void to(Device device)
            {
                Move(ref square_avg, device);
                Move(ref momentum_buffer, device);
                Move(ref grad_avg, device);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                Save(writer, square_avg);
                SaveOptional(writer, momentum_buffer);
                SaveOptional(writer, grad_avg);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                Load(reader, square_avg);
                LoadOptional(reader, ref momentum_buffer!);
                LoadOptional(reader, ref grad_avg!);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var other = (State)source;
                step = other.step;
                Copy(other.square_avg, ref square_avg!);
                Copy(other.momentum_buffer, ref momentum_buffer!);
                Copy(other.grad_avg, ref grad_avg!);
            }

            public override bool ApproximatelyEquals(OptimizerState other) => other is State rhs && step == rhs.step
                && Close(square_avg, rhs.square_avg) && Close(momentum_buffer, rhs.momentum_buffer) && Close(grad_avg, rhs.grad_avg);

            public void Dispose()
            {
                square_avg?.Dispose();
                momentum_buffer?.Dispose();
                grad_avg?.Dispose();
            }
        }

        public class Options : OptimizerOptions
        {
            public bool? maximize;
            public double? momentum;
            public double? alpha;
            public double? eps;
            public double? weight_decay;
            public bool? centered;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                (maximize, momentum, alpha, eps, weight_decay, centered) = (other.maximize, other.momentum, other.alpha, other.eps,
                    other.weight_decay, other.centered);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                maximize = reader.ReadBoolean();
                momentum = reader.ReadDouble();
                alpha = reader.ReadDouble();
                eps = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                centered = reader.ReadBoolean();
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(maximize!.Value);
                writer.Write(momentum!.Value);
                writer.Write(alpha!.Value);
                writer.Write(eps!.Value);
                writer.Write(weight_decay!.Value);
                writer.Write(centered!.Value);
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

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double eps = 1e-8, double alpha = 0.99,
                double weight_decay = 0,
                double momentum = 0.0, bool centered = false)
                : base(parameters, new Options { LearningRate = lr, eps = eps, alpha = alpha, weight_decay = weight_decay,
                    momentum = momentum, centered = centered })
            {
            }

            public double Momentum { get => Options.momentum!.Value; set => Options.momentum = value; }
        }
    }
}
