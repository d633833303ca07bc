using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.QuickGrid;
using Microsoft.AspNetCore.Components.Rendering;

namespace Engagement.Dashboard.Tables;

/// <summary>
/// A column of figures. On a phone a row is a block without a header, so each figure carries the column's name. Its header may lead to the
/// list in this column's order: a link, because QuickGrid's own button needs a script.
/// </summary>
public sealed class FigureColumn<TGridItem> : TemplateColumn<TGridItem>
{
    /// <summary>The address of the list, highest of this column first; null: it cannot be ordered by it.</summary>
    [Parameter] public string? OrderLink { get; set; }

    /// <summary>Whether the rows stand in this order.</summary>
    [Parameter] public bool IsOrder { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        (IsDefaultSortColumn, InitialSortDirection) = (IsOrder, SortDirection.Descending);
        if (OrderLink is not null)
        {
            HeaderTemplate = _ => Link;
        }
    }

    /// <inheritdoc/>
    protected override void CellContent(RenderTreeBuilder builder, TGridItem item)
    {
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "data-label", Title);
        base.CellContent(builder, item);
        builder.CloseElement();
    }

    void Link(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "a");
        builder.AddAttribute(1, "href", OrderLink);
        builder.AddContent(2, Title);
        builder.CloseElement();
    }
}
