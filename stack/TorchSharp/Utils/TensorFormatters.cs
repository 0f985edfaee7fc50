using System.Net;

namespace TorchSharp.Utils;

/// <summary>Names the class that shows an object in a notebook; kernels find this attribute by its name, so that nothing here depends on one.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;
}

internal sealed class TensorFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() => [new TensorHtmlFormatter(), new TensorTextFormatter()];
}

internal sealed class TensorTextFormatter
{
    public string MimeType => "text/plain";

    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not torch.Tensor tensor) return false;
        writer.Write(tensor.IsInvalid ? "a disposed tensor" : tensor.ToString(TensorStringStyle.Default));
        return true;
    }
}

/// <summary>Shape, element type and device in one line, then the values, shortened as in the NumPy style.</summary>
internal sealed class TensorHtmlFormatter
{
    public string MimeType => "text/html";

    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not torch.Tensor tensor) return false;
        if (tensor.IsInvalid)
        {
            writer.Write("<div><em>a disposed tensor</em></div>");
            return true;
        }
        var about = tensor.ToString(TensorStringStyle.Metadata) + (tensor.requires_grad ? ", requires_grad" : "");
        writer.Write("<div><code>" + WebUtility.HtmlEncode(about) + "</code>");
        if (tensor.device_type != DeviceType.META)
            writer.Write("<pre>" + WebUtility.HtmlEncode(tensor.ToString(TensorStringStyle.Numpy)) + "</pre>");
        writer.Write("</div>");
        return true;
    }
}
