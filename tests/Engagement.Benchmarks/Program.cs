using BenchmarkDotNet.Running;
using Engagement.Benchmarks.Load;

return args switch
{
    ["load", .. var rest] => await LoadRun.Run(rest),
    ["serve", .. var rest] => await Served.Engagement(rest),
    ["bare", ..] => await Served.Bare(),
    ["batches"] => await BatchRun.Run(),
    _ => Micro(args),
};

static int Micro(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}
