using BenchmarkDotNet.Running;
using Engagement.Benchmarks.Feedback;
using Engagement.Benchmarks.Load;
using Engagement.Benchmarks.Whole;

return args switch
{
    ["load", .. var rest] => await LoadRun.Run(rest),
    ["post", .. var rest] => await PostRun.Run(rest),
    ["whole", .. var rest] => await WholeRun.Run(rest),
    ["serve", .. var rest] => await Served.Engagement(rest),
    ["bare", ..] => await Served.Bare(),
    ["batches", .. var rest] => await BatchRun.Run(rest),
    ["alerts"] => await AlertRun.Run(),
    ["apply"] => await ApplyRun.Run(),
    ["popular", .. var rest] => await PopularRun.Run(rest),
    ["intake", .. var rest] => await IntakeRun.Run(rest),
    ["serve-popular", .. var rest] => await ServedPopular.Engagement(rest),
    ["bare-file", var path] => await ServedPopular.BareFile(path),
    _ => Micro(args),
};

static int Micro(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}
