namespace MetaAnomaly.Kernel.Site;

/// <summary>What a site is told of the repository.</summary>
/// <param name="Root">Its root folder; README.md there introduces the site.</param>
/// <param name="Repository">Its address on the web; null when there is none.</param>
internal sealed record SiteOptions(string Root, string? Repository);
