// Sessions redirect the process's console, so one runs at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
