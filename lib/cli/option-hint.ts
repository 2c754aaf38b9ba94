const SLO = "set the SLO in the scenario, as in slo: { latency: 300ms, objective: 0.99 }; --fail-on 'slo<99%' fails the run where it is missed";

/** Hints at options of other commands, by command and option. */
const HINTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  simulate: { '--slo': SLO },
  compare: { '--slo': SLO, '--workload': 'all workloads of the policies are compared; name files with only one workload' },
  tune: { '--workload': 'all autoscaled workloads of the manifests are tuned together; name files with only one, or use advise --workload' },
};

/** Hint for an option that a command does not have, where another place has what it means. */
export function optionHint([command]: readonly string[], message: string): string | undefined {
  const option = /'(--[a-z-]+)/.exec(message)?.[1];
  return option === undefined ? undefined : HINTS[command]?.[option];
}
