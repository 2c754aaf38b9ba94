import { stringify } from 'yaml';
import { buildWorld, checkManifests, describeProblem, type Finding, type Manifest, parseManifests, type Scenario, simulate, summarize, type Summary, type Topic, trafficOfTexts } from '../lib/entry/browser';
import { fieldsListAt, nameOf, namespaceOf, textAt } from '../lib/manifest';
import { describeManifest } from '../lib/manifest/manifest';
import { reportData, type ReportData } from '../lib/report/html/report-data';
import { UserError } from '../lib/values/user-error';
import { KubernetesVersion } from '../lib/values/kubernetes-version';
import { type State } from './state';

/** Finding as the page shows it. */
export interface ShownFinding {
  readonly severity: 'error' | 'warning';
  readonly topic: Topic;
  readonly id: string;
  readonly title: string;
  readonly object: string;
  readonly message: string;
  readonly reason: string;
  readonly whatToChange: string;
}

/** Everything that the page shows of a state. */
export interface Judgement {
  /** Objects that were made up, because the manifests lack them. */
  readonly notes: readonly string[];
  /** Parts of the text that could not be read. */
  readonly problems: readonly string[];
  readonly findings: readonly ShownFinding[];
  readonly result?: { readonly summary: Summary; readonly data: ReportData };
  /** Reason why nothing was simulated. */
  readonly error?: string;
  /** Scenario that gives the same run on the command line. */
  readonly scenario: string;
}

/** A run that the eye still takes for an answer; busier ones go in batches. */
const MOST_REQUEST_STAGES = 500_000;
/** CPU in millicores and memory of a pod that no manifest shows. */
const ASSUMED_CPU = 500;
const ASSUMED_MEMORY = '512Mi';
const AUTOSCALERS: readonly string[] = ['HorizontalPodAutoscaler', 'ScaledObject'];
const SCALABLE: readonly string[] = ['Deployment', 'StatefulSet'];

/** Parses, checks and simulates a state. A mistake of the user is part of the result. */
export async function judge(state: State, onProgress?: (share: number) => void): Promise<Judgement> {
  const parsed = parseManifests(state.yaml, 'line');
  const given = parsed.manifests.map(({ manifest }) => manifest);
  const targets = targetsOf(given);
  const assumed = targets.flatMap((target) => assumedWorkload(target, state) ?? []);
  const manifests = [...given, ...assumed];
  const scenario = scenarioOf(state, targets);
  const cluster = { kubernetesVersion: KubernetesVersion.of(state.kubernetes), featureGates: [], isAssumed: false };
  const { findings } = checkManifests(manifests, { clusterOf: () => cluster });
  const own = findings.filter(({ manifest, suppression }) => !assumed.includes(manifest) && suppression === undefined);
  const shared = {
    notes: assumed.map((workload) => `${describeManifest(workload)} is not among the manifests: one whose pods request ${cpuOfAssumed(state)}m of CPU and ${ASSUMED_MEMORY} of memory is assumed.`),
    problems: parsed.problems.map(describeProblem),
    findings: own.map(shown).sort((a, b) => a.severity.localeCompare(b.severity)),
    scenario: stringify(scenario),
  };
  try {
    if (targets.length === 0) {
      throw new UserError(given.length === 0 ? 'there is no Kubernetes object yet; paste a HorizontalPodAutoscaler or a ScaledObject'
        : `${given.map(describeManifest).slice(0, 3).join(', ')}: no autoscaler is among the manifests; add a HorizontalPodAutoscaler or a ScaledObject`);
    }
    const traffic = await trafficOfTexts(scenario, typeof state.traffic === 'string' ? {} : { [state.traffic.name]: state.traffic.text });
    const run = simulate(buildWorld({ manifests, scenario, traffic }), { ...(onProgress && { onProgress }) });
    return { ...shared, result: { summary: summarize(run, { optimum: false }), data: reportData(run).data } };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...shared, error: error.message };
  }
}

interface Target {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly workload?: Manifest;
}

/** Workloads that the autoscalers of the manifests name, each once. */
function targetsOf(manifests: readonly Manifest[]): Target[] {
  const found = new Map<string, Target>();
  for (const autoscaler of manifests.filter(({ kind }) => AUTOSCALERS.includes(kind))) {
    const name = textAt(autoscaler, 'spec', 'scaleTargetRef', 'name');
    const kind = textAt(autoscaler, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment';
    const namespace = namespaceOf(autoscaler);
    if (name === undefined) continue;
    const workload = manifests.find((each) => each.kind === kind && nameOf(each) === name && namespaceOf(each) === namespace);
    found.set(JSON.stringify([namespace, kind, name]), { kind, name, namespace, ...(workload && { workload }) });
  }
  return [...found.values()];
}

function assumedWorkload({ kind, name, namespace, workload }: Target, state: State): Manifest | undefined {
  if (workload || !SCALABLE.includes(kind)) return undefined;
  const labels = { app: name };
  const container = { name: 'app', image: 'example.com/app:1', resources: { requests: { cpu: `${cpuOfAssumed(state)}m`, memory: ASSUMED_MEMORY } } };
  return {
    apiVersion: 'apps/v1', kind, metadata: { name, namespace },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container] } } },
  };
}

function cpuOfAssumed({ cpu }: State): number {
  return cpu === 0 ? ASSUMED_CPU : cpu;
}

function scenarioOf(state: State, targets: readonly Target[]): Scenario {
  const { time, cv, concurrency, cpu, startUp, slo, load, traffic, kubernetes } = state;
  const workloads = targets.map(({ kind, name, namespace, workload }) => {
    const [container] = fieldsListAt(workload, 'spec', 'template', 'spec', 'containers');
    const id = targets.filter((each) => each.name === name).length > 1 ? `${namespace}/${kind}/${name}` : name;
    return [id, {
      service: { time: { mean: `${time}ms`, cv }, concurrency },
      startUp: { boot: `${startUp}s` },
      ...(cpu > 0 && workload && { containers: { [textAt(container, 'name') ?? 'app']: { cpuRequest: `${cpu}m` } } }),
    }];
  });
  return {
    kubernetes,
    traffic: { ...(typeof traffic === 'string' ? { generator: traffic } : { file: traffic.name }), ...(load !== 1 && { load }) },
    slo: { latency: `${slo}ms` },
    workloads: Object.fromEntries(workloads) as Scenario['workloads'],
    limits: { maxRequestStages: MOST_REQUEST_STAGES },
  };
}

function shown({ rule, manifest, message, severity }: Finding): ShownFinding {
  return {
    severity, topic: rule.topic, id: rule.id, title: rule.title, object: describeManifest(manifest), message,
    reason: rule.reason, whatToChange: rule.whatToChange,
  };
}
