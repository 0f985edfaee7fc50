using System.Globalization;
using System.Net;
using System.Text;

namespace MetaAnomaly.Kernel.Html;

/// <summary>LaTeX formulas as MathML, which every current browser draws by itself: no script, no font, no network. It knows the LaTeX of
/// notebooks about machine learning; a formula with anything else is shown as its Source.</summary>
internal sealed class MathMarkup : MathScanner
{
    private readonly bool display;

    private MathMarkup(string source, bool display)
        : base(source) => this.display = display;

    /// <summary>The formula's HTML: MathML, or the source as code.</summary>
    public static string Of(string latex, bool display)
    {
        var mode = display ? "block" : "inline";
        try
        {
            var parser = new MathMarkup(latex.Trim(), display);
            var body = parser.Rows(end: null);
            return $"<math display=\"{mode}\"><mrow>{body}</mrow></math>";
        }
        catch (FormatException)
        {
            var code = WebUtility.HtmlEncode(latex.Trim());
            return display ? $"<pre class=\"formula\">{code}</pre>" : $"<code class=\"formula\">{code}</code>";
        }
    }

    /// <summary>A formula with <c>\\</c> or <c>&amp;</c> is a table; any other a row.</summary>
    private string Rows(string? end, string columns = "rl")
    {
        List<List<string>> rows = [[]];
        while (true)
        {
            rows[^1].Add(Row());
            if (Take("&"))
                continue;
            if (!Take("\\\\"))
                break;
            if (Take("["))
                Until("]");
            rows.Add([]);
        }
        if (end is not null)
            Expect(end);
        else if (!AtEnd())
            throw Unknown(Source[Position..]);
        if (rows is [[var only]])
            return only;
        var table = new StringBuilder("<mtable>");
        foreach (var row in rows.Where(row => row is not [""]))
            table.Append("<mtr>").AppendJoin("", row.Select((cell, i) => $"<mtd{Alignment(columns, i)}>{cell}</mtd>")).Append("</mtr>");
        return table.Append("</mtable>").ToString();
    }

    /// <summary>Browsers align table cells by style only. In aligned equations the columns of a pair touch.</summary>
    private static string Alignment(string columns, int i) => columns switch
    {
        "rl" => i % 2 == 0 ? " style=\"text-align:right;padding-right:0\"" : " style=\"text-align:left;padding-left:0\"",
        "l" => " style=\"text-align:left\"",
        _ => "",
    };

    private string Row()
    {
        var row = new StringBuilder();
        while (!AtEnd() && Peek() is not ('}' or '&') && !At("\\\\") && !At("\\end") && !At("\\right"))
            row.Append(Scripted());
        return row.ToString();
    }

    private string Scripted()
    {
        var (body, limits) = Atom();
        string? below = null, above = null;
        while (!AtEnd() && Peek() is '_' or '^' or '\'')
        {
            var c = Source[Position++];
            if (c == '_')
                below = Argument();
            else
                above = (above ?? "") + (c == '^' ? Argument() : "<mo>′</mo>");
            SkipSpace();
        }
        if (above is not null)
            above = $"<mrow>{above}</mrow>";
        var (under, over, both) = limits && display ? ("munder", "mover", "munderover") : ("msub", "msup", "msubsup");
        return (below, above) switch
        {
            (null, null) => body,
            (not null, null) => $"<{under}>{body}{below}</{under}>",
            (null, not null) => $"<{over}>{body}{above}</{over}>",
            _ => $"<{both}>{body}{below}{above}</{both}>",
        };
    }

    /// <summary>One thing, and whether its scripts are limits.</summary>
    private (string Markup, bool Limits) Atom()
    {
        SkipSpace();
        if (AtEnd())
            return ("<mrow></mrow>", false);
        var c = Source[Position];
        if (c == '\\')
            return Command();
        if (c == '{')
            return (Argument(), false);
        if (c is '_' or '^')
            return ("<mrow></mrow>", false);
        if (AtDigit() || AtDecimalPoint())
        {
            var start = Position;
            while (AtDigit() || AtDecimalPoint())
                Position++;
            return ($"<mn>{Source[start..Position]}</mn>", false);
        }
        Position++;
        if (char.IsLetter(c))
            return ($"<mi>{c}</mi>", false);
        return c switch
        {
            '-' => ("<mo>−</mo>", false),
            '*' => ("<mo>∗</mo>", false),
            '~' => (Space(0.33), false),
            '(' or ')' or '[' or ']' or '|' => ($"<mo stretchy=\"false\">{c}</mo>", false),
            '+' or '=' or '<' or '>' or '/' or ',' or ';' or ':' or '!' or '.' or '?' or '\'' => ($"<mo>{WebUtility.HtmlEncode(c.ToString())}</mo>", false),
            _ when c > 127 => ($"<mo>{c}</mo>", false),
            _ => throw Unknown(c.ToString()),
        };
    }

    private (string, bool) Command()
    {
        var name = Name();
        if (MathSymbols.Identifiers.TryGetValue(name, out var symbol))
            return ($"<mi>{symbol}</mi>", false);
        if (MathSymbols.Operators.TryGetValue(name, out symbol))
            return ($"<mo>{WebUtility.HtmlEncode(symbol)}</mo>", false);
        if (MathSymbols.Large.TryGetValue(name, out symbol))
            return ($"<mo>{symbol}</mo>", true);
        if (MathSymbols.Integrals.TryGetValue(name, out symbol))
            return ($"<mo>{symbol}</mo>", false);
        if (MathSymbols.Delimiters.TryGetValue(name, out symbol))
            return ($"<mo stretchy=\"false\">{symbol}</mo>", false);
        if (MathSymbols.Functions.Contains(name))
            return ($"<mi>{name}</mi>{Space(0.1)}", false);
        if (MathSymbols.FunctionsWithLimits.Contains(name))
            return ($"<mi>{name.Replace("arg", "arg ", StringComparison.Ordinal)}</mi>", true);
        if (MathSymbols.Spaces.TryGetValue(name, out var width))
            return (Space(width), false);
        if (MathSymbols.Accents.TryGetValue(name, out symbol))
            return (
                $"<mover accent=\"true\">{Argument()}<mo stretchy=\"{(name.Length > 5 ? "true" : "false")}\">{symbol}</mo></mover>",
                name == "overbrace");
        return Construct(name);
    }

    private (string, bool) Construct(string name) => name switch
    {
        "frac" => ($"<mfrac>{Argument()}{Argument()}</mfrac>", false),
        "tfrac" => ($"<mstyle displaystyle=\"false\" scriptlevel=\"0\"><mfrac>{Argument()}{Argument()}</mfrac></mstyle>", false),
        "dfrac" or "cfrac" => ($"<mstyle displaystyle=\"true\" scriptlevel=\"0\"><mfrac>{Argument()}{Argument()}</mfrac></mstyle>", false),
        "binom" => ($"<mrow><mo>(</mo><mfrac linethickness=\"0\">{Argument()}{Argument()}</mfrac><mo>)</mo></mrow>", false),
        "sqrt" => (Root(), false),
        "text" or "textrm" or "textit" or "textbf" or "mbox" => ($"<mtext>{WebUtility.HtmlEncode(RawArgument())}</mtext>", false),
        "mathrm" or "operatorname" or "mathop" or "mathit" => ($"<mi mathvariant=\"normal\">{Word(RawArgument())}</mi>", false),
        "operatorname*" => ($"<mi mathvariant=\"normal\">{Word(RawArgument())}</mi>", true),
        "mathbb" or "mathcal" or "mathscr" or "mathbf" or "boldsymbol" or "bm" or "mathsf" or "mathtt" or "mathfrak"
            => (InAlphabet(name, RawArgument()), false),
        "underline" => ($"<munder>{Argument()}<mo>_</mo></munder>", false),
        "underbrace" => ($"<munder>{Argument()}<mo>⏟</mo></munder>", true),
        "overset" or "stackrel" => (Swapped("mover"), false),
        "underset" => (Swapped("munder"), false),
        "left" => (Fenced(), false),
        "big" or "Big" or "bigg" or "Bigg" or "bigl" or "bigr" or "Bigl" or "Bigr" or "biggl" or "biggr" or "bigm"
            => (Delimiter(name[0] == 'B' ? 1.8 : 1.2), false),
        "{" or "}" => ($"<mo stretchy=\"false\">{name}</mo>", false),
        "|" => ("<mo stretchy=\"false\">‖</mo>", false),
        "%" or "#" or "&" or "$" or "_" => ($"<mo>{WebUtility.HtmlEncode(name)}</mo>", false),
        "begin" => (Environment(), false),
        "displaystyle" or "textstyle" or "limits" or "nolimits" or "nonumber" => ("", false),
        _ => throw Unknown("\\" + name),
    };

    private string Root()
    {
        if (!Take("["))
            return $"<msqrt>{Argument()}</msqrt>";
        var degree = new MathMarkup(Until("]"), display: false).Rows(end: null);
        return $"<mroot>{Argument()}<mrow>{degree}</mrow></mroot>";
    }

    private string Swapped(string element)
    {
        var script = Argument();
        return $"<{element}>{Argument()}{script}</{element}>";
    }

    private string Fenced()
    {
        var open = Fence();
        var body = Rows("\\right");
        return $"<mrow>{open}{body}{Fence()}</mrow>";
    }

    private string Fence()
    {
        var delimiter = DelimiterCharacter();
        return delimiter == "." ? "<mo></mo>" : $"<mo stretchy=\"true\">{WebUtility.HtmlEncode(delimiter)}</mo>";
    }

    private string Delimiter(double size) => string.Create(CultureInfo.InvariantCulture,
        $"<mo stretchy=\"true\" minsize=\"{size}em\" maxsize=\"{size}em\">{WebUtility.HtmlEncode(DelimiterCharacter())}</mo>");

    private string DelimiterCharacter()
    {
        SkipSpace();
        if (AtEnd())
            throw Unknown("the end after a delimiter command");
        if (Source[Position] != '\\')
            return Source[Position++].ToString();
        var name = Name();
        return name switch
        {
            "{" or "}" => name,
            "|" => "‖",
            _ => MathSymbols.Delimiters.GetValueOrDefault(name) ?? MathSymbols.Operators.GetValueOrDefault(name) ?? throw Unknown("\\" + name),
        };
    }

    private string Environment()
    {
        var name = RawArgument();
        var (open, close, columns) = name.TrimEnd('*') switch
        {
            "aligned" or "align" or "split" or "eqnarray" or "gathered" or "equation" or "gather" =>
                ("", "", name.StartsWith("gather", StringComparison.Ordinal) ? "c" : "rl"),
            "matrix" or "smallmatrix" => ("", "", "c"),
            "pmatrix" => ("(", ")", "c"),
            "bmatrix" => ("[", "]", "c"),
            "vmatrix" => ("|", "|", "c"),
            "cases" => ("{", "", "l"),
            _ => throw Unknown($"\\begin{{{name}}}"),
        };
        var table = Rows($"\\end{{{name}}}", columns);
        return $"<mrow>{(open.Length > 0 ? $"<mo>{open}</mo>" : "")}{table}{(close.Length > 0 ? $"<mo>{close}</mo>" : "")}</mrow>";
    }

    /// <summary>What stands in braces, or the next single token: <c>\frac12</c> is a half.</summary>
    private string Argument()
    {
        if (AtEnd())
            throw Unknown("the end where an argument must be");
        if (AtDigit())
            return $"<mn>{Source[Position++]}</mn>";
        if (!Take("{"))
            return Atom().Markup;
        var row = Row();
        Expect("}");
        return $"<mrow>{row}</mrow>";
    }

    private static string InAlphabet(string alphabet, string text)
    {
        if (text.StartsWith('\\') && MathSymbols.Identifiers.TryGetValue(text[1..], out var symbol))
            text = symbol;
        if (text.Any(c => c is '\\' or '{' or '}' or '_' or '^'))
            throw Unknown(text);
        return $"<mi>{string.Concat(text.Select(c => WebUtility.HtmlEncode(MathSymbols.InAlphabet(alphabet, c))))}</mi>";
    }

    private static string Word(string text)
    {
        text = text.Replace("\\,", "\u2009", StringComparison.Ordinal).Replace("\\ ", " ", StringComparison.Ordinal);
        return text.Any(c => c is '\\' or '{' or '}' or '$') ? throw Unknown(text) : WebUtility.HtmlEncode(text);
    }

    private static string Space(double em) => string.Create(CultureInfo.InvariantCulture, $"<mspace width=\"{em}em\"/>");
}
