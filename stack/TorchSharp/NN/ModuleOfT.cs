using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public interface IModule<T, TResult>
        {
            TResult call(T input1);
        }

        public interface IModule<T1, T2, TResult>
        {
            TResult call(T1 input1, T2 input2);
        }

        public interface IModule<T1, T2, T3, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3);
        }

        /// <summary>A module whose <c>call</c> runs hooks before and after <c>forward</c>; <c>forward</c> itself runs none.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            private protected Hooks? hooks;

            protected HookableModule(string name) : base(name)
            {
            }

            public HookRemover register_forward_hook(TPostHook hook) => Add(all => all.After, hook);
            public HookRemover register_forward_pre_hook(TPreHook hook) => Add(all => all.Before, hook);
            public HookRemover register_forward_hook(Action<Module> hook) => Add(all => all.ModuleAfter, hook);
            public HookRemover register_forward_pre_hook(Action<Module> hook) => Add(all => all.ModuleBefore, hook);

            private HookRemover Add<T>(Func<Hooks, OrderedDictionary<string, T>> which, T hook)
            {
                var key = Guid.NewGuid().ToString();
                which(hooks ??= new Hooks()).Add(key, hook);
                return new HookRemover(this, key);
            }

            private protected sealed class Hooks
            {
                public readonly OrderedDictionary<string, TPreHook> Before = [];
                public readonly OrderedDictionary<string, TPostHook> After = [];
                public readonly OrderedDictionary<string, Action<Module>> ModuleBefore = [];
                public readonly OrderedDictionary<string, Action<Module>> ModuleAfter = [];

                public bool Remove(string key) =>
                    Before.Remove(key) | After.Remove(key) | ModuleBefore.Remove(key) | ModuleAfter.Remove(key);
                public bool None => Before.Count + After.Count + ModuleBefore.Count + ModuleAfter.Count == 0;
            }

            public class HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
            {
                public void remove()
                {
                    if (module.hooks is { } all && all.Remove(key) && all.None) module.hooks = null;
                }
            }
        }

        public abstract class Module<T, TResult> : HookableModule<Func<Module<T, TResult>, T, T>,
            Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T input);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public TResult call(T input) => hooks is null ? forward(input) : CallWithHooks(hooks, input);

            private TResult CallWithHooks(Hooks all, T input)
            {
                foreach (var hook in all.ModuleBefore.Values) hook(this);
                foreach (var hook in all.Before.Values) input = hook(this, input) is { } changed ? changed : input;
                var result = forward(input);
                foreach (var hook in all.After.Values) result = hook(this, input, result) is { } changed ? changed : result;
                foreach (var hook in all.ModuleAfter.Values) hook(this);
                return result;
            }
        }

        public abstract class Module<T1, T2, TResult> :
            HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>, Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>,
                IModule<T1, T2, TResult>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2);

            public TResult call(T1 input1, T2 input2) => hooks is null ? forward(input1, input2) : CallWithHooks(hooks, input1, input2);

            private TResult CallWithHooks(Hooks all, T1 input1, T2 input2)
            {
                foreach (var hook in all.ModuleBefore.Values) hook(this);
                foreach (var hook in all.Before.Values) (input1, input2) = hook(this, input1, input2) ?? (input1, input2);
                var result = forward(input1, input2);
                foreach (var hook in all.After.Values) result = hook(this, input1, input2, result) is { } changed ? changed : result;
                foreach (var hook in all.ModuleAfter.Values) hook(this);
                return result;
            }
        }

        public abstract class Module<T1, T2, T3, TResult> :
            HookableModule<Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>,
                Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>>,
            IModule<T1, T2, T3, TResult>
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            public TResult call(T1 input1, T2 input2, T3 input3) =>
                hooks is null ? forward(input1, input2, input3) : CallWithHooks(hooks, input1, input2, input3);

            private TResult CallWithHooks(Hooks all, T1 input1, T2 input2, T3 input3)
            {
                foreach (var hook in all.ModuleBefore.Values) hook(this);
                foreach (var hook in all.Before.Values) (input1, input2, input3) = hook(this, input1, input2, input3) ?? (input1, input2,
                    input3);
                var result = forward(input1, input2, input3);
                foreach (var hook in all.After.Values) result = hook(this, input1, input2, input3, result) is { } changed ? changed
                    : result;
                foreach (var hook in all.ModuleAfter.Values) hook(this);
                return result;
            }
        }
    }
}
