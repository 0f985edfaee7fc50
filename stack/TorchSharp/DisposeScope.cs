using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp;

/// <summary>Disposes, when it is disposed, the tensors made on its thread since it was opened, except those moved out or detached.</summary>
public sealed class DisposeScope : IDisposable
{
    private DisposeScopeManager? manager;
    // A tensor knows its place, so that leaving costs nothing; a left place is null until the list is packed.
    private List<Tensor?> tensors = [];

    internal DisposeScope(DisposeScopeManager manager)
    {
        this.manager = manager;
        OuterScope = manager.CurrentDisposeScope;
    }

    internal DisposeScope? OuterScope { get; set; }

    private DisposeScopeManager Manager => manager ?? throw new ObjectDisposedException(GetType().FullName);

    public int DisposablesCount { get; private set; }

    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            _ = Manager;
            return tensors.Where(t => t is not null).ToArray()!;
        }
    }

    public bool Contains(IDisposable disposable) => disposable is Tensor t && t.OwningDisposeScope == this;

    internal void Add(Tensor tensor)
    {
        if (tensors.Count >= 64 && DisposablesCount < tensors.Count / 2) Pack();
        tensor.OwningDisposeScope = this;
        tensor.PlaceInScope = tensors.Count;
        tensors.Add(tensor);
        DisposablesCount++;
    }

    internal void Remove(Tensor tensor)
    {
        if (tensor.OwningDisposeScope != this) return;
        tensors[tensor.PlaceInScope] = null;
        tensor.OwningDisposeScope = null;
        DisposablesCount--;
        while (tensors.Count > 0 && tensors[^1] is null) tensors.RemoveAt(tensors.Count - 1);
    }

    internal void Replace(Tensor old, Tensor with)
    {
        tensors[old.PlaceInScope] = with;
        with.PlaceInScope = old.PlaceInScope;
        with.OwningDisposeScope = this;
        old.OwningDisposeScope = null;
    }

    private void Pack()
    {
        tensors.RemoveAll(t => t is null);
        for (var i = 0; i < tensors.Count; i++) tensors[i]!.PlaceInScope = i;
    }

    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(OuterScope, disposable);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(OuterScope, disposables);
    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(OuterScope, disposables);

    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        var from = Manager;
        var tensor = AsTensor(disposable);
        if (tensor.OwningDisposeScope != this) return disposable;
        Remove(tensor);
        if (scope is null)
        {
            from.StatisticsInstance.TensorStatistics.DetachedFromScopeCount++;
            tensor.TellCollector();
        }
        else
        {
            scope.Add(tensor);
        }
        return disposable;
    }

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) MoveToOther<IDisposable>(scope, disposable);
    }

    public T Detach<T>(T disposable) where T : IDisposable => MoveToOther(null, disposable);

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (Detach(first), Detach(second), Detach(third));

    public void Detach(params IDisposable[] disposables) => MoveToOther(null, disposables);
    public void Detach(IEnumerable<IDisposable> disposables) => MoveToOther(null, disposables);

    public void Attach(IDisposable disposable)
    {
        var to = Manager;
        var tensor = AsTensor(disposable);
        if (tensor.OwningDisposeScope == this) return;
        tensor.OwningDisposeScope?.Remove(tensor);
        Add(tensor);
        to.StatisticsInstance.TensorStatistics.AttachedToScopeCount++;
    }

    public void Attach(params IDisposable[] disposables) => _ = Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var attached = disposables.ToArray();
        foreach (var disposable in attached) Attach(disposable);
        return attached;
    }

    public void DisposeEverything() => DisposeEverythingBut(Array.Empty<IDisposable>());

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        _ = Manager;
        var keep = inKeep.ToHashSet<IDisposable>(ReferenceEqualityComparer.Instance);
        var old = tensors;
        tensors = [];
        DisposablesCount = 0;
        foreach (var tensor in old)
        {
            if (tensor is null) continue;
            if (keep.Contains(tensor)) Add(tensor);
            else tensor.DisposeWithScope();
        }
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut([first, second, third]);
        return (first, second, third);
    }

    public void MarkAsDisposed(IDisposable disposable)
    {
        _ = Manager;
        var tensor = AsTensor(disposable);
        Remove(tensor);
        tensor.TellCollector();
    }

    public void Dispose()
    {
        if (manager is null) return;
        foreach (var tensor in tensors) tensor?.DisposeWithScope();
        tensors = [];
        DisposablesCount = 0;
        manager.RemoveDisposeScope(this);
        manager = null;
    }

    private static Tensor AsTensor(IDisposable disposable) =>
        disposable as Tensor ?? throw new InvalidOperationException($"A DisposeScope manages tensors; this is a {disposable.GetType().Name}.");
}

/// <summary>The dispose scopes of one thread.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? threadSingleton;

    internal static DisposeScopeManager ThreadSingleton => threadSingleton ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();
    internal DisposeScope? CurrentDisposeScope { get; private set; }

    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.StatisticsInstance;

    internal void Register(Tensor tensor)
    {
        if (CurrentDisposeScope is { } scope)
        {
            StatisticsInstance.TensorStatistics.CreatedInScopeCount++;
            scope.Add(tensor);
        }
        else
        {
            StatisticsInstance.TensorStatistics.CreatedOutsideScopeCount++;
        }
    }

    internal DisposeScope NewDisposeScope() => CurrentDisposeScope = new DisposeScope(this);

    internal void RemoveDisposeScope(DisposeScope scope)
    {
        if (ReferenceEquals(CurrentDisposeScope, scope))
        {
            CurrentDisposeScope = scope.OuterScope;
            return;
        }
        for (var inner = CurrentDisposeScope; inner is not null; inner = inner.OuterScope)
        {
            if (!ReferenceEquals(inner.OuterScope, scope)) continue;
            inner.OuterScope = scope.OuterScope;
            return;
        }
    }
}

/// <summary>How many tensors this thread made and disposed, inside and outside of dispose scopes.</summary>
public class ThreadDisposeScopeStatistics
{
    public LifetimeStatistics TensorStatistics { get; } = new();

    public long CreatedOutsideScopeCount => TensorStatistics.CreatedOutsideScopeCount;
    public long DisposedOutsideScopeCount => TensorStatistics.DisposedOutsideScopeCount;
    public long CreatedInScopeCount => TensorStatistics.CreatedInScopeCount;
    public long DisposedInScopeCount => TensorStatistics.DisposedInScopeCount;
    public long AttachedToScopeCount => TensorStatistics.AttachedToScopeCount;
    public long DetachedFromScopeCount => TensorStatistics.DetachedFromScopeCount;
    public long ThreadTotalLiveCount => TensorStatistics.ThreadTotalLiveCount;

    public void Reset() => TensorStatistics.Reset();

    public override string ToString() => TensorStatistics.ToString();
}

public class LifetimeStatistics
{
    public long CreatedOutsideScopeCount { get; internal set; }
    public long DisposedOutsideScopeCount { get; internal set; }
    public long CreatedInScopeCount { get; internal set; }
    public long DisposedInScopeCount { get; internal set; }
    public long AttachedToScopeCount { get; internal set; }
    public long DetachedFromScopeCount { get; internal set; }

    public long ThreadTotalLiveCount => CreatedInScopeCount - DisposedInScopeCount + (CreatedOutsideScopeCount - DisposedOutsideScopeCount);

    public void Reset() =>
        CreatedOutsideScopeCount = DisposedOutsideScopeCount = CreatedInScopeCount = DisposedInScopeCount = AttachedToScopeCount = DetachedFromScopeCount = 0;

    public override string ToString() =>
        $"ThreadTotalLiveCount: {ThreadTotalLiveCount}; CreatedOutsideScopeCount: {CreatedOutsideScopeCount}; " +
        $"DisposedOutsideScopeCount: {DisposedOutsideScopeCount}; CreatedInScopeCount: {CreatedInScopeCount}; " +
        $"DisposedInScopeCount: {DisposedInScopeCount}; AttachedToScopeCount: {AttachedToScopeCount}; " +
        $"DetachedFromScopeCount: {DetachedFromScopeCount}";
}

public static partial class torch
{
    /// <summary>Opens a scope on this thread; never <c>await</c> inside one.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.NewDisposeScope();

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.CurrentDisposeScope;

    /// <summary>Runs a function in a scope of its own; the tensor that it returns moves to the outer scope.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}
