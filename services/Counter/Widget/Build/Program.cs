using Engagement.Counter.Widget.Build;

// Part of the Counter's build: checks the languages and minifies scripts and styles.
// WidgetBuild LANGUAGES SOURCE TARGET; a fault is printed as MSBuild prints errors, so that it stops the build and names its file.
var faults = CheckLanguages.In(args[0]).Concat(Minify.Folder(args[1], args[2])).ToList();
faults.ForEach(Console.Error.WriteLine);
return faults.Count == 0 ? 0 : 1;
