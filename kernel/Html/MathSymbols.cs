namespace MetaAnomaly.Kernel.Html;

/// <summary>The LaTeX commands that stand for a character or a word.</summary>
internal static class MathSymbols
{
    public static readonly Dictionary<string, string> Identifiers = Pairs("""
        alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π
        rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π
        Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω ell ℓ infty ∞ partial ∂ nabla ∇ emptyset ∅ varnothing ∅ hbar ℏ Re ℜ Im ℑ imath ı jmath ȷ
        top ⊤ bot ⊥ aleph ℵ
        """);

    public static readonly Dictionary<string, string> Operators = Pairs("""
        cdot ⋅ times × div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ otimes ⊗ odot ⊙ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ lt < gt >
        approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ ll ≪ gg ≫ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ cup ∪ cap ∩
        setminus ∖ land ∧ wedge ∧ lor ∨ vee ∨ neg ¬ lnot ¬ forall ∀ exists ∃ to → rightarrow → leftarrow ← gets ← leftrightarrow ↔
        Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ iff ⟺ mapsto ↦ longrightarrow ⟶ longmapsto ⟼ uparrow ↑ downarrow ↓
        mid ∣ parallel ∥ perp ⟂ ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ colon : triangleq ≜ coloneqq ≔ prime ′ dagger † models ⊨ vdash ⊢
        """);

    public static readonly Dictionary<string, string> Delimiters = Pairs("""
        langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ lbrace { rbrace } lbrack [ rbrack ]
        """);

    /// <summary>Operators that carry their limits below and above in display style.</summary>
    public static readonly Dictionary<string, string> Large = Pairs(
        "sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁ bigwedge ⋀");

    public static readonly Dictionary<string, string> Integrals = Pairs("int ∫ iint ∬ iiint ∭ oint ∮");

    public static readonly Dictionary<string, string> Accents = Pairs(
        "hat ^ widehat ^ bar ¯ overline ¯ tilde ~ widetilde ~ vec → dot ˙ ddot ¨ check ˇ overrightarrow → overbrace ⏞");

    public static readonly HashSet<string> Functions =
    [
        "log", "ln", "lg", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan", "dim", "ker", "deg", "arg", "hom",
    ];

    public static readonly HashSet<string> FunctionsWithLimits =
    [
        "min", "max", "sup", "inf", "lim", "limsup", "liminf", "det", "gcd", "Pr", "argmin", "argmax",
    ];

    public static readonly Dictionary<string, double> Spaces = new()
    {
        [","] = 0.167, [":"] = 0.222, [";"] = 0.278, ["!"] = -0.167, [" "] = 0.25, ["quad"] = 1, ["qquad"] = 2, ["thinspace"] = 0.167,
    };

    /// <summary>A letter or digit in a mathematical alphabet; the plain one where Unicode has no such form.</summary>
    public static string InAlphabet(string alphabet, char c) => alphabet switch
    {
        "mathbb" => c switch
        {
            'C' => "ℂ", 'H' => "ℍ", 'N' => "ℕ", 'P' => "ℙ", 'Q' => "ℚ", 'R' => "ℝ", 'Z' => "ℤ",
            _ => Shifted(c, 0x1D538, 0x1D552, 0x1D7D8),
        },
        "mathcal" or "mathscr" => c switch
        {
            'B' => "ℬ", 'E' => "ℰ", 'F' => "ℱ", 'H' => "ℋ", 'I' => "ℐ", 'L' => "ℒ", 'M' => "ℳ", 'R' => "ℛ",
            _ => Shifted(c, 0x1D49C, null, null),
        },
        "mathbf" => Shifted(c, 0x1D400, 0x1D41A, 0x1D7CE),
        "boldsymbol" or "bm" => c is >= 'α' and <= 'ω' ? char.ConvertFromUtf32(0x1D736 + c - 'α') : Shifted(c, 0x1D468, 0x1D482, 0x1D7CE),
        "mathsf" => Shifted(c, 0x1D5A0, 0x1D5BA, 0x1D7E2),
        "mathtt" => Shifted(c, 0x1D670, 0x1D68A, 0x1D7F6),
        "mathfrak" => Shifted(c, null, 0x1D51E, null),
        _ => c.ToString(),
    };

    private static string Shifted(char c, int? upper, int? lower, int? digit) => c switch
    {
        >= 'A' and <= 'Z' when upper is { } start => char.ConvertFromUtf32(start + c - 'A'),
        >= 'a' and <= 'z' when lower is { } start => char.ConvertFromUtf32(start + c - 'a'),
        >= '0' and <= '9' when digit is { } start => char.ConvertFromUtf32(start + c - '0'),
        _ => c.ToString(),
    };

    private static Dictionary<string, string> Pairs(string words)
    {
        var parts = words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
