using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Nn;

[LeavesNoTensor]
public sealed class ContainerTests
{
    private sealed class Holder<T> : Module where T : Module
    {
        public readonly T part;

        public Holder(T part) : base("Holder")
        {
            this.part = part;
            RegisterComponents();
        }
    }

    [Fact]
    public void A_module_list_numbers_its_modules()
    {
        var list = ModuleList<Linear>(Linear(1, 2));
        list.Add(Linear(2, 3));
        list.Insert(0, Linear(5, 5));
        using var holder = new Holder<ModuleList<Linear>>(list);
        Assert.Equal(["part.0.weight", "part.0.bias", "part.1.weight", "part.1.bias", "part.2.weight", "part.2.bias"],
            holder.named_parameters().Select(p => p.name));
        Assert.Equal(5, list[0].in_features);
        Assert.Equal(3, list.Count);
    }

    [Fact]
    public void A_module_dictionary_names_them()
    {
        var dictionary = ModuleDict<Linear>(("b", Linear(1, 1)), ("a", Linear(1, 1)));
        using var holder = new Holder<ModuleDict<Linear>>(dictionary);
        Assert.Equal(["part.b", "part.a"], holder.named_modules().Skip(1).Select(m => m.name));
        Assert.True(dictionary.ContainsKey("a"));
        foreach (var (name, module) in dictionary) Assert.Same(dictionary[name], module);
        Assert.Throws<ArgumentException>(() => dictionary.Add("a", dictionary["b"]));
    }

    [Fact]
    public void Parameter_containers_register_what_they_hold()
    {
        using var list = new Holder<ParameterList>(ParameterList(new Parameter(zeros(1)), new Parameter(zeros(2))));
        using var dictionary = new Holder<ParameterDict>(ParameterDict(("left", new Parameter(zeros(3))),
            ("right", new Parameter(zeros(4)))));
        Assert.Equal(["part.0", "part.1"], list.named_parameters().Select(p => p.name));
        Assert.Equal(["part.left", "part.right"], dictionary.state_dict().Keys);
        Assert.Equal(4, dictionary.part["right"].numel());
    }

    [Fact]
    public void Pretrained_embeddings_are_frozen_unless_asked_otherwise()
    {
        using var scope = NewDisposeScope();
        var table = tensor(new[] { 1f, 2, 3, 4 }, [2, 2]);
        using var frozen = Embedding_from_pretrained(table);
        using var free = Embedding_from_pretrained(table, freeze: false);
        Assert.Equal([3f, 4f], frozen.call(tensor(new[] { 1L })).data<float>().ToArray());
        Assert.False(frozen.weight!.requires_grad);
        Assert.True(free.weight!.requires_grad);
    }

    [Fact]
    public void Pooling_tells_where_the_largest_were()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 5, 2, 3, 9, 4, 8, 7 }, [1, 1, 8]);
        var (values, indices) = functional.max_pool1d_with_indices(x, 2);
        Assert.Equal([5f, 3f, 9f, 8f], values.data<float>().ToArray());
        Assert.Equal([1L, 3, 4, 6], indices.data<long>().ToArray());
        (values, indices) = functional.max_pool2d_with_indices(x.reshape(1, 1, 2, 4), [2, 2]);
        Assert.Equal([9f, 8f], values.data<float>().ToArray());
        Assert.Equal([4L, 6], indices.data<long>().ToArray());
    }
}
